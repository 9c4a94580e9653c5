import { readJsonObject, type JsonObject } from "@/core/formats/read-json";

/** A line of Caddy's log taken apart. */
export interface CaddyLine {
  /** As written: seconds since the epoch or a time of day; null where the line has none. */
  time: string | null;
  level: string;
  /** "" for lines of the program itself. */
  logger: string;
  message: string;
  /** Everything else that the line says. */
  values: JsonObject;
}

const TIME_KEYS = ["ts", "time", "timestamp"];
const LEVEL = /^(DEBUG|INFO|WARN|ERROR|PANIC|FATAL)$/;
/** Where stderr is a terminal, levels are coloured. */
const COLOUR = /\u001b\[\d{0,3}m/g;

/** Reads both encodings, JSON and console; null for what is neither. Source: https://caddyserver.com/docs/caddyfile/directives/log#format-modules */
export function readCaddyLine(text: string): CaddyLine | null {
  return text.startsWith("{") ? readObject(text) : readConsole(text);
}

function readObject(text: string): CaddyLine | null {
  const values = readJsonObject(text);
  if (!values) return null;
  const { level, msg, logger } = values;
  const timeKey = TIME_KEYS.find((key) => typeof values[key] === "number" || typeof values[key] === "string");
  if (typeof level !== "string" || typeof msg !== "string") return null;
  const time = timeKey === undefined ? null : String(values[timeKey]);
  return { time, level: level.toLowerCase(), logger: typeof logger === "string" ? logger : "", message: msg, values };
}

/** `time LEVEL logger message {…}` with tabs, or with blanks where something on the way replaced them. */
function readConsole(text: string): CaddyLine | null {
  if (!/^\d{4}[/-]\d{2}[/-]\d{2}[ T]\d{2}:\d{2}:\d{2}/.test(text)) return null;
  const brace = text.search(/[\t ]\{"/);
  const head = (brace < 0 ? text : text.slice(0, brace)).slice(0, 8192).replace(COLOUR, "");
  const values = brace < 0 ? {} : (readJsonObject(text.slice(brace + 1)) ?? {});
  const columns = head.includes("\t") ? head.split("\t") : splitBlanks(head);
  const [time = "", level = "", ...rest] = columns.map((column) => column.trim());
  if (!LEVEL.test(level) || rest.length === 0) return null;
  const named = rest.length > 1 && /^[\w.-]+$/.test(rest[0] ?? "");
  const [logger, message] = named ? [rest[0] ?? "", rest.slice(1).join(" ")] : ["", rest.join(" ")];
  return { time, level: level.toLowerCase(), logger, message, values };
}

function splitBlanks(head: string): string[] {
  const found =
    /^(\S{1,40} \d{2}:\d{2}:\d{2}\S{0,40}|\S{1,40}T\S{1,40}) +([A-Z]+) +(?:((?:http|tls|admin|pki|caddy|events|layer4|docker)[\w.-]*) +)?(.*)$/.exec(
      head,
    );
  return found ? found.slice(1).filter((column) => column !== undefined) : [];
}
