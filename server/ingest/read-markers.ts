import type { MarkerEvent } from "@/core/events/marker-event";

/** Markers taken from one file. */
const MAX_MARKERS = 2000;
const TEXT_LENGTH = 300;

/** What lists of events call the same things; the first key that holds something counts. */
const KEYS = {
  time: [
    "time",
    "at",
    "timestamp",
    "date",
    "ts",
    "created_at",
    "createdAt",
    "lastTimestamp",
    "started_at",
    "finished_at",
  ],
  kind: ["type", "kind", "event", "action", "reason", "category"],
  target: ["target", "service", "app", "application", "host", "project", "environment", "name", "component"],
  text: ["summary", "text", "message", "title", "description", "note", "version"],
} as const;

const KINDS: { kind: MarkerEvent["kind"]; pattern: RegExp }[] = [
  { kind: "config-reload", pattern: /reload|config/i },
  { kind: "certificate", pattern: /cert|tls|acme/i },
  { kind: "restart", pattern: /restart|reboot|started|stopp|killed|crash/i },
  { kind: "scale", pattern: /scal(?:e|ed|ing)|replica/i },
  { kind: "maintenance", pattern: /maintenance|window/i },
  { kind: "deploy", pattern: /deploy|release|rollout|roll-?back|publish|upgrade|ship/i },
];

/**
 * Reads a list of events: a JSON array (also inside an object), one JSON object per line, or lines (CSV too) that begin with an ISO
 * time. What has no time is passed over.
 */
export function readMarkers(text: string): MarkerEvent[] {
  const objects = jsonObjects(text);
  const markers = objects.length > 0 ? objects.flatMap(markerOfObject) : text.split(/\r?\n/).flatMap(markerOfLine);
  return markers.slice(0, MAX_MARKERS);
}

type JsonObject = Record<string, unknown>;

function jsonObjects(text: string): JsonObject[] {
  const whole = parseJson(text);
  const list = Array.isArray(whole)
    ? whole
    : isObject(whole)
      ? (Object.values(whole).find(Array.isArray) ?? [whole])
      : null;
  return (list ?? text.split(/\r?\n/).map(parseJson)).filter(isObject);
}

function markerOfObject(object: JsonObject): MarkerEvent[] {
  const atMs = timeOf(first(object, KEYS.time));
  if (atMs === null) return [];
  const type = String(first(object, KEYS.kind) ?? "");
  const target = first(object, KEYS.target);
  const text = first(object, KEYS.text) ?? type;
  return [marker(atMs, `${type} ${String(text)}`, typeof target === "string" ? target : null, String(text), type)];
}

const LINE = /^"?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)"?[\s,;|-]+(.+)$/;

function markerOfLine(line: string): MarkerEvent[] {
  const match = LINE.exec(line);
  const atMs = timeOf(match?.[1]);
  return match?.[2] !== undefined && atMs !== null ? [marker(atMs, match[2], null, match[2], match[2])] : [];
}

function marker(atMs: number, words: string, target: string | null, text: string, type: string): MarkerEvent {
  // The stated type decides before words of the description do.
  const found = KINDS.find(({ pattern }) => pattern.test(type)) ?? KINDS.find(({ pattern }) => pattern.test(words));
  return { role: "marker", atMs, kind: found?.kind ?? "other", target, text: text.slice(0, TEXT_LENGTH) };
}

function first(object: JsonObject, keys: readonly string[]): unknown {
  for (const key of keys)
    if (object[key] !== undefined && object[key] !== null && object[key] !== "") return object[key];
  return undefined;
}

/** ISO time (without a zone: UTC) or epoch seconds or milliseconds. */
function timeOf(value: unknown): number | null {
  if (typeof value === "number") return value > 1e11 ? value : value * 1000;
  if (typeof value !== "string") return null;
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(value) ? value : `${value.replace(" ", "T")}Z`;
  const atMs = Date.parse(zoned);
  return Number.isNaN(atMs) ? null : atMs;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
