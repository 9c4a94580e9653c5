import { Field, type FieldName, type ScanLine } from "@/core/events/field";
import { compileJson } from "@/core/formats/compile-json";
import { compileTemplate, type CompiledTemplate } from "@/core/formats/compile-template";
import { createAccessReader } from "@/core/formats/create-access-reader";
import type { LineDialect } from "@/core/formats/line-plan";
import type { JsonKey } from "@/core/formats/plan-json";
import type { AccessReader, Escape, FormatChoice, OpenOptions, Problem } from "@/core/formats/line-reader";
import type { LineSpan } from "@/core/formats/peel-line";
import { peelSyslog } from "@/core/formats/peel-syslog";
import { SCAN_BLANK, SCAN_OK } from "@/core/formats/scan-reasons";
import { splitPair } from "@/core/formats/split-request";
import { unescapeValue } from "@/core/formats/unescape-value";
import { haproxyMeaning } from "./haproxy-meaning";

const ADDR = 2 * Field.upstreamAddr;
const BACKEND = 2 * Field.upstreamName;
const SERVER = 2 * Field.server;

/** How a string or a list of keys becomes a reader. HAProxy escapes with `#XX`, which stays as logged; nothing else is escaped. */
export interface HaproxyFormat {
  template: string;
  dialect: LineDialect;
  /** More text may stand behind the last value. */
  openEnd?: boolean;
  /** Looks at what follows the last value. */
  after?: (buf: Uint8Array, to: number, out: Int32Array) => void;
}

/** A reader for the lines of a log-format string. A problem says what is wrong with it or with the zone. */
export function openHaproxy(choice: FormatChoice, format: HaproxyFormat, options: OpenOptions): AccessReader | Problem {
  const plan = format.dialect(format.template);
  if ("problem" in plan) return plan;
  const compiled = compileTemplate(plan, { escape: "none", openEnd: format.openEnd });
  if ("problem" in compiled) return compiled;
  const settled = settle(compiled, format.after);
  return createAccessReader(
    {
      ...{ format: choice.id, template: format.template, escape: "none", compiled: settled },
      ...{ meaning: haproxyMeaning, decode: memberDecoder("none") },
    },
    options,
  );
}

/** A reader for JSON objects. */
export function openHaproxyJson(
  choice: FormatChoice,
  keys: readonly JsonKey[],
  options: OpenOptions,
): AccessReader | Problem {
  const compiled = compileJson(keys, { needs: ["time"] });
  if ("problem" in compiled) return compiled;
  return createAccessReader(
    {
      ...{ format: choice.id, template: choice.template, escape: "json" },
      ...{ compiled: settle(compiled), meaning: haproxyMeaning, decode: memberDecoder("json") },
    },
    options,
  );
}

/** Takes the syslog head off lines of which too few have one for it to be the file's, and names the upstream where no pair does. */
function settle(compiled: CompiledTemplate, after?: HaproxyFormat["after"]): CompiledTemplate {
  const { scan: inner, fields } = compiled;
  const names = fields.includes("server") || fields.includes("upstreamAddr");
  const ours: FieldName[] = [
    ...(names ? (["upstreamAddr", "upstreamName", "server"] as const) : []),
    ...(after ? (["host"] as const) : []),
  ];
  const added = ours.filter((name) => !fields.includes(name)).map((name) => Field[name]);
  const span: LineSpan = { from: 0, to: 0, timeFrom: -1, timeTo: -1 };
  const scan: ScanLine = (buf, from, to, out) => {
    // The scanner clears only what stands in its own string.
    for (let i = 0; i < added.length; i++) out[added[i]! << 1] = -1;
    const code = inner(buf, from, to, out);
    if (code === SCAN_BLANK) return code;
    if (code !== SCAN_OK) {
      span.from = from;
      span.to = to;
      const start = peelSyslog(buf, span) ? span.from : afterBareTag(buf, from, to);
      if (start <= from || inner(buf, start, to, out) !== SCAN_OK) return code;
    }
    if (names) nameUpstream(buf, out);
    if (after) after(buf, to, out);
    return SCAN_OK;
  };
  return { ...compiled, scan, fields: [...new Set([...fields, ...ours])] };
}

/** Behind `haproxy[14389]: `; `from` where no such tag stands. */
function afterBareTag(buf: Uint8Array, from: number, to: number): number {
  let p = from;
  while (p < to && p - from < 64 && buf[p] !== 91 && buf[p] !== 32) p++;
  if (buf[p] !== 91 || p === from) return from;
  for (p++; p < to && (buf[p]! - 48) >>> 0 < 10;) p++;
  return p + 2 < to && buf[p] === 93 && buf[p + 1] === 58 && buf[p + 2] === 32 ? p + 3 : from;
}

/**
 * Where the line has the server apart from the backend, both together are the upstream, from the one's first byte to the other's last
 * (`be" "app01`, which `memberDecoder` names `be/app01`): two backends may each have an app01. `backend/server` in one value is split.
 * `<NOSRV>` and an address of dashes name nobody.
 */
function nameUpstream(buf: Uint8Array, out: Int32Array): void {
  const from = out[ADDR]!;
  if (from >= 0) {
    if (out[SERVER]! < 0) {
      const to = out[ADDR + 1]!;
      for (let p = from; p < to; p++) {
        if (buf[p] !== 47) continue;
        splitPair(buf, from, to, out);
        break;
      }
    }
    if (buf[from] !== 45 || out[ADDR]! < 0) return;
    out[ADDR] = -1;
  }
  const server = out[SERVER]!;
  if (server < 0 || out[SERVER + 1]! <= server || buf[server] === 60 || buf[server] === 45) return;
  out[ADDR] = isNextTo(buf, out[BACKEND]!, out[BACKEND + 1]!, server) ? out[BACKEND]! : server;
  out[ADDR + 1] = out[SERVER + 1]!;
}

/** Bytes between a backend and its server: ` server=`, `","server_name":"`. */
const MAX_GAP = 40;

/** Does the server stand behind its backend, with nothing between them that would part a list of attempts? */
function isNextTo(buf: Uint8Array, backend: number, to: number, server: number): boolean {
  if (backend < 0 || to <= backend || server <= to || server - to > MAX_GAP || isName(buf[to]!)) return false;
  for (let p = to; p + 1 < server; p++) {
    if (buf[p - 1] === 34) continue;
    if (buf[p] === 44 && buf[p + 1] === 32) return false;
    if (buf[p] === 32 && buf[p + 1] === 58) return false;
  }
  return !isName(buf[server - 1]!);
}

/** A byte of a proxy's or server's name: letters, digits, `-_.:`. Source: https://docs.haproxy.org/3.2/configuration.html#4 */
function isName(byte: number): boolean {
  return (byte - 48) >>> 0 < 11 || ((byte | 32) - 97) >>> 0 < 26 || byte === 95 || byte === 45 || byte === 46;
}

/** Names an upstream `backend/server` whatever stands between the two in the line. */
function memberDecoder(escape: Escape): AccessReader["decode"] {
  return (buf, from, to, field) => {
    if (field !== "upstreamAddr" || from < 0) return unescapeValue(buf, from, to, escape);
    let backendTo = from;
    while (backendTo < to && isName(buf[backendTo]!)) backendTo++;
    let server = to;
    while (server > backendTo && isName(buf[server - 1]!)) server--;
    if (backendTo === from || backendTo === to || server === to || buf[backendTo] === 47)
      return unescapeValue(buf, from, to, escape);
    return `${unescapeValue(buf, from, backendTo, escape)}/${unescapeValue(buf, server, to, escape)}`;
  };
}
