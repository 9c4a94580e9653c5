import type { ErrorEvent, Signature } from "@/core/events/error-event";

type Given = Pick<ErrorEvent, "format" | "atMs" | "message"> & Partial<ErrorEvent>;

/** An event of an error or application log: what the signature of its message says, over it what the line gives; the rest is null. */
export function buildMessageEvent(known: Signature | null, given: Given): ErrorEvent {
  return {
    role: "error",
    level: null,
    phase: known?.phase ?? null,
    errno: known?.errno ?? null,
    signature: known?.id ?? null,
    clientIp: null,
    server: null,
    request: null,
    method: null,
    path: null,
    host: null,
    upstreamAddr: null,
    referer: null,
    connection: null,
    pid: null,
    ...given,
  };
}
