/** An object of a line, before anything is known about its values. */
export type JsonObject = Record<string, unknown>;

/** The object that a line holds; null where it holds none. */
export function readJsonObject(text: string): JsonObject | null {
  if (!/^\s*\{/.test(text)) return null;
  const value = parseJson(text);
  return isObject(value) ? value : null;
}

/** The value that a text holds; null where it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path of keys, of an array its first element; undefined where there is none. */
function valueAt(object: JsonObject, path: readonly string[]): unknown {
  let value: unknown = object;
  for (const name of path) {
    if (Array.isArray(value)) value = value[0];
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return Array.isArray(value) ? value[0] : value;
}

/** The string or number at a path, as text; null where there is none or an empty one. */
export function textAt(object: JsonObject, ...path: string[]): string | null {
  const value = valueAt(object, path);
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : null;
}

/** The first of several keys of the object that holds text. */
export function firstText(object: JsonObject, names: readonly string[]): string | null {
  for (const name of names) {
    const text = textAt(object, name);
    if (text !== null) return text;
  }
  return null;
}

/** The object at a path; null where there is none. */
export function objectAt(object: JsonObject, ...path: string[]): JsonObject | null {
  const value = valueAt(object, path);
  return isObject(value) ? value : null;
}

/** The objects of the array at a path; [] where there is none. */
export function objectsAt(object: JsonObject, name: string): JsonObject[] {
  const value = object[name];
  return Array.isArray(value) ? value.filter(isObject) : [];
}
