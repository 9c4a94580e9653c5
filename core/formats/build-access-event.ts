import type { AccessEvent, UpstreamAttempt } from "@/core/events/access-event";
import { Field, type FieldId } from "@/core/events/field";
import { readInteger, secondsToMs } from "./read-bytes";

/** What is needed to turn ranges into values. */
export interface EventSource {
  format: string;
  timeAt: (buf: Uint8Array, from: number, to: number) => number;
  decode: (buf: Uint8Array, from: number, to: number) => string;
}

/** Builds the event of one scanned line from the ranges in `out`. Null when its time is no time. */
export function buildAccessEvent(source: EventSource, buf: Uint8Array, out: Int32Array): AccessEvent | null {
  const from = (field: FieldId) => out[field << 1] ?? -1;
  const to = (field: FieldId) => out[(field << 1) + 1] ?? -1;
  const text = (field: FieldId): string | null => {
    if (from(field) < 0) return null;
    const value = source.decode(buf, from(field), to(field));
    return value === "" || value === "-" ? null : value;
  };
  const integer = (field: FieldId): number | null =>
    finite(from(field) < 0 ? NaN : readInteger(buf, from(field), to(field)));
  const list = (field: FieldId): string[] | null =>
    from(field) < 0 ? null : splitList(source.decode(buf, from(field), to(field)));

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
    path: text(Field.path),
    protocol: text(Field.protocol),
    host: text(Field.host),
    clientIp: clientAddress(text(Field.client)),
    bodyBytes: integer(Field.bodyBytes),
    requestMs: finite(
      from(Field.requestTime) < 0 ? NaN : secondsToMs(buf, from(Field.requestTime), to(Field.requestTime)),
    ),
    userAgent: text(Field.userAgent),
    referer: text(Field.referer),
    upstreams: zipAttempts({
      addr: list(Field.upstreamAddr),
      status: list(Field.upstreamStatus),
      connectMs: list(Field.upstreamConnectTime),
      headerMs: list(Field.upstreamHeaderTime),
      responseMs: list(Field.upstreamResponseTime),
      receivedBytes: list(Field.upstreamBytesReceived),
      sentBytes: list(Field.upstreamBytesSent),
    }),
    upstreamName: text(Field.upstreamName),
    server: text(Field.server),
    frontend: text(Field.frontend),
    flags: text(Field.flags),
    errorReason: text(Field.errorReason),
    requestId: text(Field.requestId),
    requestBytes: integer(Field.requestBytes),
  };
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

type AttemptLists = Record<keyof UpstreamAttempt, string[] | null>;

/** One attempt per position of the lists; none where every list says `-` for the only one. */
export function zipAttempts(lists: AttemptLists): UpstreamAttempt[] {
  // No peer was chosen; the status then mirrors the answer's.
  if (lists.addr?.every((addr) => addr === "" || addr === "-")) return [];
  const count = Math.max(0, ...Object.values(lists).map((list) => list?.length ?? 0));
  const attempts: UpstreamAttempt[] = [];
  for (let i = 0; i < count; i++) {
    const at = (key: keyof UpstreamAttempt) => lists[key]?.[i]?.trim() ?? "";
    attempts.push({
      addr: at("addr") === "" || at("addr") === "-" ? null : at("addr"),
      status: whole(at("status")),
      connectMs: milliseconds(at("connectMs")),
      headerMs: milliseconds(at("headerMs")),
      responseMs: milliseconds(at("responseMs")),
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

function milliseconds(text: string): number | null {
  return /^\d+(?:\.\d+)?$/.test(text) ? Math.round(Number(text) * 1_000_000) / 1000 : null;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
