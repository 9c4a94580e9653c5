import type { LineDialect, PlanPart } from "@/core/formats/line-plan";
import type { JsonKey } from "@/core/formats/plan-json";
import { readJsonObject, type JsonObject } from "@/core/formats/read-json";
import type { Problem } from "@/core/formats/line-reader";
import { envoyOperator } from "./envoy-operators";

const OPERATOR = /%([A-Z][A-Z0-9_]*)(?:\(([^)]*)\))?(?::\d+)?%|%%/g;

/** Takes a text format string apart. Source: https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#format-strings */
export const envoyDialect: LineDialect = (template) => {
  const text = template.replace(/(?:\\n|\s)+$/, "");
  const parts: PlanPart[] = [];
  let last = 0;
  for (const match of text.matchAll(OPERATOR)) {
    const [whole, name, argument = ""] = match;
    if (name === undefined) continue;
    if (match.index > last) parts.push({ literal: text.slice(last, match.index).replaceAll("%%", "%") });
    parts.push({ name: whole, ...envoyOperator(name, argument) });
    last = match.index + whole.length;
  }
  if (last < text.length) parts.push({ literal: text.slice(last).replaceAll("%%", "%") });
  return joinRequest(parts);
};

/**
 * `%REQ(:METHOD)% %REQ(:PATH)% %PROTOCOL%` is the request line: clients put blanks into paths, and only as one value does it stay
 * apart from what follows.
 */
function joinRequest(parts: readonly PlanPart[]): PlanPart[] {
  const joined: PlanPart[] = [];
  for (let at = 0; at < parts.length; at++) {
    const [method, first, path, second, protocol] = parts.slice(at, at + 5);
    const isRequest =
      isField(method, "method") &&
      isField(path, "path") &&
      isField(protocol, "protocol") &&
      isBlank(first) &&
      isBlank(second);
    const part = parts[at];
    if (isRequest) {
      joined.push({ name: "the request line", field: "request", kind: "request", rank: 1 });
      at += 4;
    } else if (part) joined.push(part);
  }
  return joined;
}

function isField(part: PlanPart | undefined, field: string): boolean {
  return part !== undefined && "field" in part && part.field === field;
}

function isBlank(part: PlanPart | undefined): boolean {
  return part !== undefined && "literal" in part && part.literal === " ";
}

/** Is the format string a JSON object, `{"status": "%RESPONSE_CODE%"}`? */
export function isEnvoyJson(template: string): boolean {
  return readJsonObject(template) !== null;
}

/** Keys of a `json_format`: at any depth, each with one operator or the request line. */
export function envoyJsonKeys(template: string): JsonKey[] | Problem {
  const object = readJsonObject(template);
  if (!object) return { problem: "The json_format is no JSON object." };
  return collect(object, []);
}

const MAX_DEPTH = 6;

function collect(object: JsonObject, path: readonly string[]): JsonKey[] {
  return Object.entries(object).flatMap(([name, value]): JsonKey[] => {
    const here = [...path, name];
    if (typeof value === "string") return keyOf(here, value);
    const child = typeof value === "object" && value !== null && here.length < MAX_DEPTH ? Object.entries(value) : [];
    return child.length > 0 ? collect(Object.fromEntries(child), here) : [];
  });
}

function keyOf(path: readonly string[], format: string): JsonKey[] {
  const parts = envoyDialect(format);
  if ("problem" in parts) return [];
  const [only, ...others] = parts;
  if (!only || others.length > 0 || "literal" in only || only.field === null) return [];
  const { field, rank, unitMs, trim } = only;
  return [{ path, field, rank, ...(unitMs === undefined ? {} : { unitMs }), ...(trim === undefined ? {} : { trim }) }];
}
