import { firstText, readJsonObject } from "@/core/formats/read-json";

/** A line of Traefik's own log taken apart. */
export interface TraefikLine {
  time: string | null;
  level: string;
  message: string;
  /** The Go error, where the line gives it apart from the message. */
  error: string | null;
  /** Other values, `targetURL=…`. */
  values: ReadonlyMap<string, string>;
}

const LEVELS: Record<string, string> = {
  ...{ TRC: "trace", DBG: "debug", INF: "info", WRN: "warn", ERR: "error", FTL: "fatal", PNC: "panic" },
};
const COLOUR = /\u001b\[\d{0,3}m/g;
const CONSOLE =
  /^(\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})) (TRC|DBG|INF|WRN|ERR|FTL|PNC) (?:\S+\.go:\d+ > ?)?(.*)$/s;
const PAIR = /(?:^|\s)([A-Za-z][\w.@-]*)=("(?:[^"\\]|\\.)*"|\S*)/g;
/** A line has a dozen pairs; a hostile one has no more than this looked at. */
const MOST_PAIRS = 60;

/** Reads version 3's console and JSON and version 2's and 1's logfmt; null for what is none. */
export function readTraefikLine(text: string): TraefikLine | null {
  const line = text.slice(0, 8192).replace(COLOUR, "");
  if (line.startsWith("{")) return readObject(text);
  const console = CONSOLE.exec(line);
  if (console) {
    const [, time = "", level = "", rest = ""] = console;
    const { before, values } = readPairs(rest);
    return { time, level: LEVELS[level] ?? level, message: before, error: values.get("error") ?? null, values };
  }
  if (!/^time="?[\dT:.+ Z-]+"? level=\w+ /.test(line)) return null;
  const { values } = readPairs(line);
  const [level, message] = [values.get("level"), values.get("msg") ?? values.get("error")];
  if (level === undefined || message === undefined) return null;
  const error = values.has("msg") ? (values.get("error") ?? null) : null;
  return { time: values.get("time") ?? null, level: level.toLowerCase(), message, error, values };
}

function readObject(text: string): TraefikLine | null {
  const object = readJsonObject(text);
  if (!object) return null;
  const level = firstText(object, ["level"]);
  const message = firstText(object, ["message", "msg"]);
  const error = firstText(object, ["error"]);
  if (level === null || (message === null && error === null) || "DownstreamStatus" in object) return null;
  const values = new Map(
    Object.entries(object).flatMap(([key, value]): [string, string][] =>
      typeof value === "string" ? [[key, value]] : [],
    ),
  );
  return { time: firstText(object, ["time"]), level, message: message ?? "", error, values };
}

function readPairs(text: string): { before: string; values: Map<string, string> } {
  const values = new Map<string, string>();
  let before: string | null = null;
  for (const match of text.matchAll(PAIR)) {
    const [, key = "", raw = ""] = match;
    before ??= text.slice(0, match.index);
    if (values.size >= MOST_PAIRS) break;
    if (!values.has(key)) values.set(key, raw.startsWith('"') ? unquote(raw) : raw);
  }
  return { before: (before ?? text).trim(), values };
}

function unquote(raw: string): string {
  return raw.replace(/^"|"$/g, "").replace(/\\(["\\])/g, "$1");
}
