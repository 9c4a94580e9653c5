import { isObject, parseJson, type JsonObject } from "./read-json";
import type { MarkerEvent } from "@/core/events/marker-event";
import type { OpenOptions, Problem } from "./line-reader";
import { kubernetesEntry } from "@/core/formats/system/kubernetes-entry";
import { createTextClock, type TextClock } from "./text-clock";

/** What a marker file holds, and what in it could not be taken. */
export interface MarkerList {
  markers: MarkerEvent[];
  rejected: { line: number; reason: string; text: string }[];
}

const TIME_KEYS = [
  "time",
  "at",
  "timestamp",
  "ts",
  "date",
  "datetime",
  "when",
  "start",
  "started_at",
  "start_time",
  "created_at",
  "@timestamp",
];
const KIND_KEYS = ["kind", "type", "event", "action", "category", "event_type"];
const TARGET_KEYS = ["target", "service", "app", "application", "component", "name", "host", "server", "environment"];
const TEXT_KEYS = ["text", "summary", "message", "title", "description", "note", "comment", "what", "version"];
/** Keys of requests and log messages: an object with one of them is no marker. */
const LOG_KEYS = ["status", "request", "remote_addr", "level", "logger", "method", "uri"];

const KINDS: [kind: MarkerEvent["kind"], test: RegExp][] = [
  ["maintenance", /mainten/i],
  ["certificate", /\bcert|\btls\b|\bssl\b/i],
  ["scale", /\bscal(?:e|ed|ing)|autoscal|replica/i],
  ["config-reload", /reload|config|\bconf\b/i],
  ["deploy", /deploy|release|roll ?out|roll ?back|publish|upgrade|version/i],
  ["restart", /restart|reboot|start|stop/i],
];
const EVENT_WORDS =
  /deploy|releas|roll ?out|roll ?back|reload|restart|reboot|scal(?:e|ing)|certificate|mainten|config|upgrade|failover|migrat/i;
const LINE_TIME =
  /^\[?(\d{4}[-/]\d{2}[-/]\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?)\]?[\s,;|–-]+(.*\S)/;

/** What kubectl get events -o json begins with. */
const KUBERNETES_LIST =
  /^\{\s*"apiVersion":\s*"[\w./]+",\s*"items":\s*\[\s*\{[^]{0,4000}?"(?:involvedObject|regarding|reportingComponent|kind":\s*"Event)"/;

/** More than any list of deploys has; what lies beyond is not read. */
const MAX_MARKERS = 20_000;

/**
 * Reads a file of markers: a JSON array (or `{"events": […]}`), one JSON object a line, CSV with a header, or `time text` lines.
 * Times without a zone are in `timezone`. A problem names an unknown zone.
 */
export function readMarkers(text: string, options: OpenOptions): MarkerList | Problem {
  const clock = createTextClock(options);
  if (typeof clock !== "function") return clock;
  const list: MarkerList = { markers: [], rejected: [] };
  const whole = parseJson(text.replace(/^\ufeff/, ""));
  const entries = entriesOf(whole);
  if (entries) entries.slice(0, MAX_MARKERS).forEach((entry, i) => takeObject(list, clock, entry, i + 1, ""));
  else readLines(text, clock, list);
  return list;
}

/** Reasons of Kubernetes events that somebody or something did; probes and pulls of images are none. */
const KUBERNETES_KINDS: Record<string, string> = {
  ...{ ScalingReplicaSet: "scale", SuccessfulRescale: "scale", SuccessfulCreate: "scale", SuccessfulDelete: "scale" },
  ...{ Killing: "restart", BackOff: "restart", Started: "restart", RELOAD: "config-reload" },
  ...{
    OOMKilling: "other",
    Evicted: "other",
    Preempted: "other",
    NodeNotReady: "other",
    TaintManagerEviction: "other",
  },
};

/** An event of Kubernetes as an entry like any other; null where it is none, or no marker. */
function kubernetesMarker(value: unknown): JsonObject | null {
  const event = isObject(value) ? kubernetesEntry(value) : null;
  if (!event || !Object.hasOwn(KUBERNETES_KINDS, event.reason)) return null;
  const { time, target, reason, message } = event;
  return { time, target, type: KUBERNETES_KINDS[event.reason], text: `${reason}: ${message}` };
}

/** Is this a marker file? The name counts only for plain `time text` lines, which many logs resemble. */
export function isMarkerFile(text: string, fileName: string): boolean {
  const start = text.replace(/^\ufeff/, "").trimStart();
  if (start === "") return false;
  const looksJson = start.startsWith("[") || start.startsWith("{");
  if (looksJson && KUBERNETES_LIST.test(start.slice(0, 4096))) return true;
  // A cut head does not parse; the first objects of an array decide.
  const entries = looksJson ? (entriesOf(parseJson(start)) ?? firstObjects(start)) : null;
  if (entries) return entries.length > 0 && entries.every(isMarkerEntry);
  const lines = start
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .slice(0, 200);
  if (looksJson) return lines.every((line) => isMarkerEntry(parseJson(line)));
  if (csvHeader(lines[0] ?? "")) return lines.length > 1;
  const timed = lines.filter((line) => LINE_TIME.test(line));
  const named = /deploy|event|marker|change|release|annotation/i.test(fileName);
  const worded = timed.filter((line) => EVENT_WORDS.test(line)).length;
  return timed.length >= lines.length * 0.8 && (named || worded >= timed.length * 0.5);
}

function readLines(text: string, clock: TextClock, list: MarkerList): void {
  const lines = text.replace(/^\ufeff/, "").split("\n", MAX_MARKERS);
  const header = csvHeader(lines[0] ?? "");
  lines.forEach((raw, i) => {
    const line = raw.trim();
    if (line === "" || line.startsWith("#") || (header && i === 0)) return;
    const object = line.startsWith("{") ? parseJson(line) : null;
    const timed = LINE_TIME.exec(line);
    if (isObject(object)) takeObject(list, clock, object, i + 1, line);
    else if (header) {
      const cells = splitCsv(line, header.separator);
      take(list, clock, Object.fromEntries(header.names.map((name, k) => [name, cells[k] ?? ""])), i + 1, line);
    } else if (timed) take(list, clock, { time: timed[1], text: timed[2] }, i + 1, line);
    else list.rejected.push({ line: i + 1, reason: "does not begin with a time", text: line.slice(0, 200) });
  });
}

function takeObject(list: MarkerList, clock: TextClock, entry: JsonObject, line: number, text: string): void {
  if (!kubernetesEntry(entry)) take(list, clock, entry, line, text);
  else {
    const marker = kubernetesMarker(entry);
    if (marker) take(list, clock, marker, line, text);
  }
}

function take(list: MarkerList, clock: TextClock, entry: JsonObject, line: number, text: string): void {
  const written = pick(entry, TIME_KEYS);
  const atMs = clock(withSeconds(written ?? ""));
  if (Number.isNaN(atMs)) {
    list.rejected.push({
      line,
      reason: written === null ? "has no time" : `“${written.slice(0, 40)}” is no time`,
      text: text.slice(0, 200),
    });
    return;
  }
  const type = pick(entry, KIND_KEYS) ?? "";
  const words = pick(entry, TEXT_KEYS) ?? type;
  list.markers.push({
    role: "marker",
    atMs,
    kind: kindOf(type, words),
    target: pick(entry, TARGET_KEYS),
    text: words.slice(0, 500),
  });
}

function kindOf(type: string, words: string): MarkerEvent["kind"] {
  for (const source of [type, words]) {
    const found = KINDS.find(([, test]) => test.test(source));
    if (found) return found[0];
  }
  return "other";
}

function pick(entry: JsonObject, keys: string[]): string | null {
  for (const [key, value] of Object.entries(entry)) {
    if (!keys.includes(key.toLowerCase())) continue;
    if (typeof value === "string" && value.trim() !== "") return value.trim();
    if (typeof value === "number") return String(value);
  }
  return null;
}

/** `2025-08-19 00:26` and `…00:26Z` lack their seconds. */
function withSeconds(time: string): string {
  return time.replace(/^(\d{4}[-/]\d{2}[-/]\d{2}[T ]\d{2}:\d{2})(?!:\d)/, "$1:00");
}

function isMarkerEntry(value: unknown): boolean {
  if (!isObject(value) || pick(value, TIME_KEYS) === null) return false;
  return (
    pick(value, [...KIND_KEYS, ...TEXT_KEYS]) !== null &&
    !Object.keys(value).some((key) => LOG_KEYS.includes(key.toLowerCase()))
  );
}

/** The objects of an array, or of the one array in an object; null for any other value. */
function entriesOf(value: unknown): JsonObject[] | null {
  if (Array.isArray(value)) return value.every(isObject) ? value.filter(isObject) : null;
  if (!isObject(value)) return null;
  const arrays = Object.values(value).filter((each): each is unknown[] => Array.isArray(each));
  return arrays.length === 1 ? entriesOf(arrays[0]) : null;
}

/** Objects without nesting at the start of an array that is cut off. */
function firstObjects(text: string): JsonObject[] | null {
  if (!text.startsWith("[")) return null;
  const found = (text.slice(0, 20_000).match(/\{[^{}]*\}/g) ?? []).map(parseJson).filter(isObject);
  return found.length > 0 ? found : null;
}

function csvHeader(line: string): { names: string[]; separator: string } | null {
  const separator = [",", ";", "\t"].find((each) => line.includes(each));
  if (separator === undefined) return null;
  const names = splitCsv(line.trim(), separator).map((name) => name.toLowerCase());
  const has = (keys: string[]) => names.some((name) => keys.includes(name));
  return has(TIME_KEYS) && has([...KIND_KEYS, ...TEXT_KEYS]) && !has(LOG_KEYS) ? { names, separator } : null;
}

function splitCsv(line: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const c = line[i] ?? "";
    if (c === '"' && quoted && line[i + 1] === '"') {
      cell += c;
      i++;
    } else if (c === '"') quoted = !quoted;
    else if (c === separator && !quoted) {
      cells.push(cell.trim());
      cell = "";
    } else cell += c;
  }
  cells.push(cell.trim());
  return cells;
}
