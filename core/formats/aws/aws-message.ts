import type { ErrorEvent } from "@/core/events/error-event";
import type { SignatureRule } from "@/core/formats/match-signature";

/** An event of AWS as a line of an error log. */
export function awsMessage(
  format: string,
  atMs: number,
  known: SignatureRule | null,
  rest: Pick<ErrorEvent, "message"> & Partial<ErrorEvent>,
): ErrorEvent {
  return {
    ...{ role: "error", format, atMs, level: "error", phase: known?.phase ?? null, errno: known?.errno ?? null },
    ...{ signature: known?.id ?? null, clientIp: null, server: null, request: null, method: null, path: null },
    ...{ host: null, upstreamAddr: null, referer: null, connection: null, pid: null },
    ...rest,
  };
}
