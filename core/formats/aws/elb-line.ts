import type { AccessEvent, MadeBy } from "@/core/events/access-event";
import { Field, type FieldName } from "@/core/events/field";
import type { CompiledTemplate } from "@/core/formats/compile-template";
import type { PlanPart, PlanValue } from "@/core/formats/line-plan";
import type { ScannedLine } from "@/core/formats/scanned-line";
import { splitRequest } from "@/core/formats/split-request";
import { createTimeReader, type TimeReader } from "@/core/formats/read-time";

/** What the access logs of Elastic Load Balancing have in common. */

/** Where the processing times before and behind the target's travel until they are added up. */
export const BEFORE_TARGET: FieldName = "connection";
export const BEHIND_TARGET: FieldName = "pid";
/** Where an ALB's time of the request's beginning travels. */
export const CREATED: FieldName = "scheme";

type Part = Omit<PlanValue, "rank" | "name"> & {
  /** It always stands in quotes, and spaces belong to it. */
  quoted?: boolean;
};

/** Values with one space between them, named by their place in the vendor's table. */
export function elbParts(values: readonly [name: string, value: Part][]): PlanPart[] {
  return values.flatMap(([name, { quoted = false, ...value }], at): PlanPart[] => [
    { literal: (at === 0 ? "" : " ") + (quoted ? '"' : "") },
    { ...value, name, rank: 1 },
    { literal: quoted ? '"' : "" },
  ]);
}

const REQUEST = Field.request << 1;
const METHOD = Field.method << 1;
const PROTOCOL = Field.protocol << 1;
const CLIENT = Field.client << 1;
const HOST = Field.host << 1;
const PATH = Field.path << 1;
const HEADER = Field.upstreamHeaderTime << 1;
const RESPONSE = Field.upstreamResponseTime << 1;
const COLON = 58;

/**
 * Puts right what the columns alone do not say: the client's port, which IPv6 addresses have behind a colon and without brackets, is
 * not part of its address; where the balancer names no host, the absolute URL does; the target's time ends with the response header,
 * and the log has no later one.
 */
export function finishElbScan(compiled: CompiledTemplate): CompiledTemplate {
  const { scan, fields } = compiled;
  const isWhole = !fields.includes("method");
  const namesHost = fields.includes("host");
  return {
    ...compiled,
    fields: [
      ...fields.filter((name) => name !== BEFORE_TARGET && name !== BEHIND_TARGET && name !== CREATED),
      ...ADDED.filter((name) => !fields.includes(name)),
    ],
    scan: (buf, from, to, out) => {
      const code = scan(buf, from, to, out);
      if (code !== 0) return code;
      if (isWhole) {
        out[METHOD] = out[PATH] = out[PROTOCOL] = -1;
        if (out[REQUEST]! >= 0) splitRequest(buf, out[REQUEST]!, out[REQUEST + 1]!, out);
      }
      cutPort(buf, out);
      const host = namesHost ? out[HOST]! : -1;
      if (host < 0 || (out[HOST + 1]! - host === 1 && buf[host] === 45)) takeHost(buf, out);
      out[RESPONSE] = out[HEADER]!;
      out[RESPONSE + 1] = out[HEADER + 1]!;
      return 0;
    },
  };
}

/** Takes the client's port off the lines of a balancer that logs connections. */
export function trimElbClient(compiled: CompiledTemplate): CompiledTemplate {
  return {
    ...compiled,
    scan: (buf, from, to, out) => {
      const code = compiled.scan(buf, from, to, out);
      if (code === 0) cutPort(buf, out);
      return code;
    },
  };
}

const ADDED: readonly FieldName[] = ["method", "path", "protocol", "host", "requestTime", "upstreamResponseTime"];

function cutPort(buf: Uint8Array, out: Int32Array): void {
  const from = out[CLIENT]!;
  let to = out[CLIENT + 1]!;
  let p = to;
  while (p > from && (buf[p - 1]! - 48) >>> 0 < 10) p--;
  if (p <= from + 1 || buf[p - 1] !== COLON) return;
  to = p - 1;
  const bracketed = buf[from] === 91 && buf[to - 1] === 93;
  out[CLIENT] = bracketed ? from + 1 : from;
  out[CLIENT + 1] = bracketed ? to - 1 : to;
}

/** The host in `http://host:80/`. */
function takeHost(buf: Uint8Array, out: Int32Array): void {
  out[HOST] = -1;
  const from = out[PATH]!;
  const to = out[PATH + 1]!;
  if (from < 0) return;
  let p = from;
  while (p < to && p - from < 8 && buf[p] !== COLON) p++;
  if (buf[p] !== COLON || buf[p + 1] !== 47 || buf[p + 2] !== 47 || p + 3 >= to) return;
  const start = p + 3;
  p = start;
  if (buf[p] === 91) while (p < to && buf[p] !== 93) p++;
  while (p < to && buf[p] !== COLON && buf[p] !== 47 && buf[p] !== 63) p++;
  if (p === start) return;
  out[HOST] = start;
  out[HOST + 1] = p;
}

/** ELB writes UTC, some of its logs without saying so. */
export function elbClock(): TimeReader {
  const { timeAt, zoneAt } = createTimeReader(() => 0);
  return { timeAt, zoneAt: (buf, from, to) => zoneAt(buf, from, to) ?? "+00:00" };
}

/**
 * Adds the three processing times up; where one is -1, which a timer's field has no text for, the request's beginning and end tell how
 * long it took.
 */
export function refineElb(event: AccessEvent, text: (field: FieldName) => string | null): AccessEvent {
  const created = text(CREATED);
  const began = created === null ? null : createdMs(created);
  const times = [text(BEFORE_TARGET), text("upstreamHeaderTime"), text(BEHIND_TARGET)].map(seconds);
  const reached = times.filter((time) => time !== null);
  let requestMs: number | null = null;
  if (reached.length === times.length)
    requestMs = Math.round(reached.reduce((sum, time) => sum + time, 0) * 1e6) / 1000;
  else if (began !== null && began <= event.atMs) requestMs = event.atMs - began;
  // With -1 before the target nothing was sent: the balancer got no connection.
  const unsent = text(BEFORE_TARGET) === null;
  // The Classic Load Balancer writes 0 for no status.
  const upstreams = event.upstreams.map((attempt) => ({
    ...attempt,
    status: attempt.status === 0 ? null : attempt.status,
    sentBytes: unsent ? 0 : attempt.sentBytes,
  }));
  return {
    ...event,
    requestMs,
    upstreams,
    status: event.status === 0 ? null : event.status,
    path: event.method === null ? null : event.path,
  };
}

function seconds(text: string | null): number | null {
  return text !== null && /^\d{1,9}(?:\.\d{1,9})?$/.test(text) ? Number(text) : null;
}

const bytes = new Uint8Array(40);
const clock = createTimeReader(() => 0);

function createdMs(text: string): number | null {
  if (text.length > bytes.length) return null;
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i) & 127;
  const atMs = clock.timeAt(bytes, 0, text.length);
  return Number.isNaN(atMs) ? null : atMs;
}

/** A target's own status is logged beside the balancer's; `-` where the target gave none. */
export function judgeElb(line: ScannedLine): MadeBy {
  const sent = line.upstreamStatus();
  return sent !== null && sent === line.integer("status") ? "upstream" : "proxy";
}
