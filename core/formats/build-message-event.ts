import type { ErrorEvent } from "@/core/events/error-event";

type Known = Pick<ErrorEvent, "format" | "atMs" | "message"> & Partial<ErrorEvent>;

/** An event of an error or application log; what is not given is null. */
export function buildMessageEvent(known: Known): ErrorEvent {
  return {
    role: "error",
    level: null,
    phase: null,
    errno: null,
    signature: null,
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
    ...known,
  };
}
