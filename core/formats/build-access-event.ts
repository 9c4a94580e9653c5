import type { AccessEvent, UpstreamAttempt } from "@/core/events/access-event";
import { Field, type FieldId, type FieldName } from "@/core/events/field";
import { readInteger, secondsToMs } from "./read-bytes";

/** What is needed to turn ranges into values. */
export interface EventSource {
  format: string;
  timeAt: (buf: Uint8Array, from: number, to: number) => number;
  decode: (buf: Uint8Array, from: number, to: number, field?: FieldName) => string;
  /** Milliseconds per unit by field id. */
  unitMs: Float64Array;
}

/** Bytes of a list that are taken apart: some eighty attempts, more than any proxy makes. */
const MAX_LIST_BYTES = 2048;

/** Builds the event of one scanned line from the ranges in `out`. Null when its time is no time. */
export function buildAccessEvent(source: EventSource, buf: Uint8Array, out: Int32Array): AccessEvent | null {
  const from = (field: FieldId) => out[field << 1] ?? -1;
  const to = (field: FieldId) => out[(field << 1) + 1] ?? -1;
  const text = (field: FieldId, name?: FieldName): string | null => {
    if (from(field) < 0) return null;
    const value = source.decode(buf, from(field), to(field), name);
    return value === "" || value === "-" ? null : value;
  };
  const integer = (field: FieldId): number | null =>
    finite(from(field) < 0 ? NaN : readInteger(buf, from(field), to(field)));
  const duration = (field: FieldId): number | null => {
    const seconds = from(field) < 0 ? NaN : secondsToMs(buf, from(field), to(field)) / 1000;
    return Number.isFinite(seconds) ? exact(seconds * source.unitMs[field]!) : null;
  };

  let atMs = from(Field.time) < 0 ? NaN : source.timeAt(buf, from(Field.time), to(Field.time));
  if (Number.isNaN(atMs)) return null;
  if (from(Field.preciseTime) >= 0) {
    const precise = source.timeAt(buf, from(Field.preciseTime), to(Field.preciseTime));
    // Both are taken from one clock reading; anything further apart is not the same moment.
    if (Math.abs(precise - atMs) < 1000) atMs = precise;
  }

  return {
    role: "access",
    format: source.format,
    atMs,
    status: integer(Field.status),
    method: text(Field.method),
    path: withQuery(text(Field.path), text(Field.query)),
    protocol: text(Field.protocol),
    host: text(Field.host),
    clientIp: clientAddress(text(Field.client)),
    bodyBytes: integer(Field.bodyBytes),
    requestMs: duration(Field.requestTime),
    userAgent: text(Field.userAgent, "userAgent"),
    referer: text(Field.referer),
    upstreams: readAttempts(source, buf, out),
    upstreamName: text(Field.upstreamName),
    server: text(Field.server),
    frontend: text(Field.frontend),
    flags: text(Field.flags),
    errorReason: text(Field.errorReason),
    requestId: text(Field.requestId),
    requestBytes: integer(Field.requestBytes),
  };
}

/** The tries of an upstream that a scanned line tells of, in order. */
export function readAttempts(source: EventSource, buf: Uint8Array, out: Int32Array): UpstreamAttempt[] {
  const list = (field: FieldId, name?: FieldName): string[] | null => {
    const from = out[field << 1] ?? -1;
    const to = Math.min(out[(field << 1) + 1] ?? -1, from + MAX_LIST_BYTES);
    return from < 0 ? null : splitList(source.decode(buf, from, to, name));
  };
  const durations = (field: FieldId): (number | null)[] | null =>
    list(field)?.map((text) => milliseconds(text, source.unitMs[field]!)) ?? null;
  return zipAttempts({
    addr: list(Field.upstreamAddr, "upstreamAddr"),
    status: list(Field.upstreamStatus),
    connectMs: durations(Field.upstreamConnectTime),
    headerMs: durations(Field.upstreamHeaderTime),
    responseMs: durations(Field.upstreamResponseTime),
    receivedBytes: list(Field.upstreamBytesReceived),
    sentBytes: list(Field.upstreamBytesSent),
  });
}

/** nginx joins tries by `, ` and groups after an internal redirect by ` : `, in each of its upstream variables alike. */
export function splitList(value: string): string[] {
  return value.split(/, ?| : /);
}

/** `203.0.113.9, 10.0.0.1` names the client first; a port and brackets are not part of the address. */
function clientAddress(value: string | null): string | null {
  const first = value?.split(",")[0]?.trim() ?? "";
  if (first === "") return null;
  const withPort = /^(?:\[([0-9A-Fa-f:.]+)\]|(\d+\.\d+\.\d+\.\d+))(?::\d+)?$/.exec(first);
  return withPort?.[1] ?? withPort?.[2] ?? first;
}

/** W3C logs have the query in a column of its own, some with its question mark. */
export function withQuery(path: string | null, query: string | null): string | null {
  if (path === null || query === null) return path;
  return query.startsWith("?") ? path + query : `${path}?${query}`;
}

type Texts = "addr" | "status" | "receivedBytes" | "sentBytes";
type AttemptLists = Record<Texts, string[] | null> &
  Record<Exclude<keyof UpstreamAttempt, Texts>, (number | null)[] | null>;

/** One attempt per position of the lists; none where every list says `-` for the only one. */
export function zipAttempts(lists: AttemptLists): UpstreamAttempt[] {
  // No peer was chosen; the status then mirrors the answer's.
  if (lists.addr?.every((addr) => addr === "" || addr === "-")) return [];
  const count = Math.max(0, ...Object.values(lists).map((list) => list?.length ?? 0));
  const attempts: UpstreamAttempt[] = [];
  for (let i = 0; i < count; i++) {
    const at = (key: Texts) => lists[key]?.[i]?.trim() ?? "";
    attempts.push({
      addr: at("addr") === "" || at("addr") === "-" ? null : at("addr"),
      status: whole(at("status")),
      connectMs: lists.connectMs?.[i] ?? null,
      headerMs: lists.headerMs?.[i] ?? null,
      responseMs: lists.responseMs?.[i] ?? null,
      receivedBytes: whole(at("receivedBytes")),
      sentBytes: whole(at("sentBytes")),
    });
  }
  const asked = attempts.some(
    (attempt) =>
      attempt.addr !== null || attempt.status !== null || attempt.connectMs !== null || attempt.headerMs !== null,
  );
  return asked ? attempts : [];
}

function whole(text: string): number | null {
  return /^\d+$/.test(text) ? Number(text) : null;
}

function milliseconds(text: string, unitMs: number): number | null {
  return /^\d+(?:\.\d+)?$/.test(text.trim()) ? exact(Number(text) * unitMs) : null;
}

/** To 0.001 ms: binary fractions of seconds must not show. */
function exact(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
