import { nginxVariable } from "@/core/formats/nginx/nginx-variables";
import { isAmbiguousTime, normaliseKey, timeVariable, variableOfKey } from "./field-aliases";
import { writeJsonTemplate, type JsonEntry } from "./json-template";

/**
 * Infers the JSON-shaped format of lines that each hold one object: which keys, at any level, stand for which variable. Null when the
 * lines are no JSON, or no access log.
 */
export function inferJson(lines: readonly string[]): string | null {
  const samples = new Map<string, { path: string[]; value: string }>();
  let objects = 0;
  for (const line of lines) {
    const value = parseObject(line);
    if (!value) continue;
    objects++;
    collect(value, [], samples);
  }
  if (objects === 0 || objects < lines.length * 0.3) return null;

  const entries = new Map<string, JsonEntry & { exact: boolean }>();
  const late: JsonEntry[] = [];
  for (const { path, value } of samples.values()) {
    const leaf = path.at(-1) ?? "";
    const variable =
      variableOfKey(path.join("_"), value) ??
      variableOfKey(path.slice(-2).join("_"), value) ??
      variableOfKey(leaf, value);
    if (variable === null) continue;
    if (variable === "request_time" && isAmbiguousTime(leaf)) {
      late.push({ path, variable });
      continue;
    }
    const { field } = nginxVariable(variable);
    if (field === null || (field === "time" && timeVariable(value) === null)) continue;
    const known = entries.get(field);
    const exact = normaliseKey(leaf) === variable;
    const better =
      known && (path.length < known.path.length || (exact && !known.exact && path.length === known.path.length));
    if (!known || better) entries.set(field, { path, variable, exact });
    // The same moment in milliseconds beside a time with a zone.
    else if (variable === "msec" && known.variable !== "msec") entries.set("preciseTime", { path, variable, exact });
    else if (field === "time" && known.variable === "msec") {
      entries.set("preciseTime", known);
      entries.set("time", { path, variable, exact });
    }
  }
  for (const { path } of late) {
    const variable = entries.has("requestTime") ? "upstream_response_time" : "request_time";
    const field = variable === "request_time" ? "requestTime" : "upstreamResponseTime";
    if (!entries.has(field)) entries.set(field, { path, variable, exact: false });
  }
  const request = entries.has("request") || entries.has("path") || entries.has("method");
  return entries.has("time") && entries.has("status") && request ? writeJsonTemplate([...entries.values()]) : null;
}

/** Nested deeper than this, or with more keys, an object is no line of a proxy. */
const MAX_DEPTH = 6;
const MAX_KEYS = 500;

function collect(value: object, path: string[], samples: Map<string, { path: string[]; value: string }>): void {
  for (const [key, each] of Object.entries(value)) {
    const here = [...path, key];
    const name = here.join("\n");
    if (samples.size > MAX_KEYS) return;
    if (typeof each === "object" && each !== null && !Array.isArray(each)) {
      if (here.length < MAX_DEPTH) collect(each, here, samples);
    } else if (typeof each === "string" || typeof each === "number") {
      const text = String(each);
      const known = samples.get(name);
      if (!known || ((known.value === "" || known.value === "-") && text !== ""))
        samples.set(name, { path: here, value: text });
    }
  }
}

/** `\xHH`, which `escape=default` writes into a JSON format, is no JSON. */
function parseObject(line: string): object | null {
  const text = line.trim().replace(/,$/, "");
  if (!text.startsWith("{")) return null;
  try {
    const value: unknown = JSON.parse(text.replace(/\\x([0-9A-Fa-f]{2})/g, "\\u00$1"));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
