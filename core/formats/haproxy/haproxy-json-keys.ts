import type { FieldName } from "@/core/events/field";
import type { JsonKey } from "@/core/formats/plan-json";
import { haproxyDialect } from "./haproxy-dialect";
import { isJsonEncoded, parseLogFormat } from "./parse-log-format";

/** Is a bare log-format string a JSON object rather than a line with positions? */
export function isHaproxyJson(text: string): boolean {
  return /^\s*\{\s*"/.test(text) || isJsonEncoded(text);
}

/** Keys of a JSON-shaped log-format string, written out or by `%{+json}o %(key)ST`. */
export function haproxyJsonKeys(text: string): JsonKey[] {
  return isJsonEncoded(text) ? encodedKeys(text) : writtenKeys(text);
}

function encodedKeys(text: string): JsonKey[] {
  return (parseLogFormat(text) ?? []).flatMap((part): JsonKey[] => {
    if ("literal" in part || part.key === null || part.field === null) return [];
    return [keyOf([part.key], part)];
  });
}

const TOKEN = /"((?:[^"\\%]|\\.|%(?:\[[^\]]*\])?)*)"(\s*:)?|%(?:\{[^}]*\})*(?:\[[^\]]*\]|[A-Za-z]+)|[{}]/g;
/** Keys taken from one string. */
const MAX_KEYS = 500;

function writtenKeys(text: string): JsonKey[] {
  const keys: JsonKey[] = [];
  const path: string[] = [];
  let name: string | null = null;
  for (const [token, string, colon] of text.matchAll(TOKEN)) {
    if (token === "{") {
      if (name !== null) path.push(name);
      name = null;
    } else if (token === "}") {
      path.pop();
      name = null;
    } else if (string !== undefined && colon !== undefined) name = string;
    else if (name !== null) {
      const key = valueKey([...path, name], string ?? token);
      if (key && keys.length < MAX_KEYS) keys.push(key);
      name = null;
    }
  }
  return keys;
}

/** A value counts when it is one variable, or variables that say one thing together. */
function valueKey(path: string[], template: string): JsonKey | null {
  // In a string of its own, as inside quotes, so that a request in three variables is one.
  const plan = haproxyDialect(`"${template.replaceAll('"', "")}"`);
  const quoted = haproxyDialect(`<"${template.replaceAll('"', "")}">`);
  for (const parts of [quoted, plan]) {
    if ("problem" in parts) continue;
    const values = parts.flatMap((part) => ("kind" in part ? [part] : []));
    const [value] = values;
    if (values.length === 1 && value && value.field !== null) return keyOf(path, { ...value, field: value.field });
  }
  return null;
}

function keyOf(
  path: string[],
  { field, rank, unitMs }: { field: FieldName | null; rank: number; unitMs?: number },
): JsonKey {
  return { path, field: field ?? "request", rank, ...(unitMs === undefined ? {} : { unitMs }) };
}
