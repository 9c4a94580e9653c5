import { isObject, readJsonObject } from "./read-json";

/** One line of an application's log, before its message is understood. Null for what it does not have. */
export interface AppLine {
  /** As written. */
  time: string | null;
  level: string | null;
  pid: number | null;
  message: string;
}

const TIME = String.raw`\d{4}[-/]\d{2}[-/]\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?: ?(?:Z|[+-]\d{2}:?\d{2})(?![\w:]))?`;
const LEVEL = String.raw`TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|SEVERE|CRITICAL|FATAL|ALERT|EMERG`;
/** `2026-11-23 02:30:11,123 [main] ERROR …`: a time, then a level among the next words. */
const TIMED = new RegExp(String.raw`^\[?(${TIME})\]?[ \t|,:-]{0,4}`);
const LEVELED = new RegExp(
  String.raw`^(?:[^\w]{0,3}(?:\S{1,60} ){0,2}?[^\w]{0,3}(${LEVEL})\b[\]:|) \t-]{0,4}|[\[(]?(${LEVEL.toLowerCase()})[\]):|][ \t-]{0,4})`,
);
// Terminals' colours, which many programs also write into files.
const COLOUR = new RegExp(String.raw`${String.fromCharCode(27)}\[[\d;]{0,12}m`, "g");

const TIME_KEYS = [
  "time",
  "timestamp",
  "@timestamp",
  "ts",
  "Timestamp",
  "@t",
  "datetime",
  "asctime",
  "date",
  "eventTime",
];
const LEVEL_KEYS = ["level", "severity", "LogLevel", "@l", "levelname", "Level", "log.level", "lvl"];
const MESSAGE_KEYS = ["msg", "message", "Message", "@m", "@mt", "log", "textPayload", "event"];
const ERROR_KEYS = ["err", "error", "exception", "Exception", "@x", "stack", "stack_trace", "exc_info", "code"];
const PINO_LEVELS: Record<string, string> = {
  10: "trace",
  20: "debug",
  30: "info",
  40: "warn",
  50: "error",
  60: "fatal",
};
/** Longer objects carry something else than a message. */
const MAX_JSON = 65_536;

/** A line without the colours that a terminal shows. */
export function withoutColours(line: string): string {
  return line.includes("\u001b[") ? line.replace(COLOUR, "") : line;
}

/**
 * Takes a line apart that a program wrote as most do: a JSON object (pino, winston, bunyan, Serilog, .NET, logback's encoders), or text
 * behind a time and perhaps a level.
 */
export function readAppLine(line: string): AppLine {
  if (line.startsWith("{")) {
    const object = readJsonLine(line);
    if (object) return object;
  }
  const timed = TIMED.exec(line.slice(0, 80));
  const rest = timed ? line.slice(timed[0].length) : line;
  const leveled = timed ? LEVELED.exec(rest.slice(0, 160)) : null;
  return {
    time: timed?.[1] ?? null,
    level: (leveled?.[1] ?? leveled?.[2])?.toLowerCase() ?? null,
    pid: null,
    message: leveled && leveled[0].length < rest.length ? rest.slice(leveled[0].length) : rest,
  };
}

function readJsonLine(line: string): AppLine | null {
  const value = line.length > MAX_JSON ? null : readJsonObject(line);
  if (value === null) return null;
  const level = text(pick(value, LEVEL_KEYS));
  const message = text(pick(value, MESSAGE_KEYS)) ?? "";
  const error = ERROR_KEYS.flatMap((key) => errorText(value[key]) ?? []).find((each) => !message.includes(each));
  const pid = value["pid"];
  return {
    time: text(pick(value, TIME_KEYS)),
    level: level === null ? null : (PINO_LEVELS[level] ?? level.toLowerCase()),
    pid: typeof pid === "number" ? pid : null,
    message: [message, error].filter((each) => each !== undefined && each !== "").join(": "),
  };
}

/** `{"message": "connect ECONNREFUSED 127.0.0.1:9000", "code": "ECONNREFUSED"}`, or text. */
function errorText(value: unknown): string | null {
  if (typeof value === "string") return value === "" ? null : value;
  if (!isObject(value)) return null;
  const message = text(value["message"]) ?? text(value["msg"]) ?? text(value["stack"]);
  const code = text(value["code"]);
  if (message === null || code === null) return message ?? code;
  return message.includes(code) ? message : `${message} [${code}]`;
}

function pick(object: Record<string, unknown>, keys: readonly string[]): unknown {
  const found = keys.find((key) => Object.hasOwn(object, key) && text(object[key]) !== null);
  return found === undefined ? null : object[found];
}

function text(value: unknown): string | null {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : null;
}
