import type { AccessEvent } from "@/core/events/access-event";
import type { FieldName } from "@/core/events/field";
import type { FailedRequest } from "./rollup";

/** What a status means for the counters. */
export const OK = 0;
/** An answer that a gateway made, or relayed as a gateway's. */
export const GATEWAY_ERROR = 1;
/** The application's own 5xx. */
export const OTHER_ERROR = 2;
/** The client hung up first (nginx's 499). */
export const CLIENT_GONE = 3;
/** A 500 whose line does not tell whether the gateway made it: the application's own, unless a message of the gateway's claims it. */
export const DOUBTFUL = 4;

/**
 * Statuses that need no second look: 502 and 504, and Cloudflare's 520–527 and 530. 500 and 503 depend on the upstream fields and
 * are decided line by line.
 * Source: https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/
 */
export function classOfStatus(status: number): number {
  if (status < 499) return OK;
  if (status === 499) return CLIENT_GONE;
  if (status < 500 || status > 599) return OK;
  if (status === 502 || status === 503 || status === 504) return GATEWAY_ERROR;
  return (status >= 520 && status <= 527) || status === 530 ? GATEWAY_ERROR : OTHER_ERROR;
}

/** Who made the status of a failing line, as far as its upstream fields tell: nginx writes its own 502 and 504 into `$upstream_status` too. */
export function whoMade(
  event: AccessEvent,
  fields: ReadonlySet<FieldName>,
  upstreamField: string | null,
): FailedRequest["madeBy"] {
  const last = event.upstreams.at(-1);
  if (!last) return upstreamField === null ? "unknown" : "proxy";
  if (last.addr !== null && !/[:/]|^\d+(\.\d+){3}$/.test(last.addr)) return "proxy";
  if (fields.has("upstreamStatus") && last.status !== event.status) return "proxy";
  if (fields.has("upstreamHeaderTime")) return last.headerMs === null ? "proxy" : "upstream";
  if (fields.has("upstreamConnectTime") && last.connectMs === null) return "proxy";
  if (fields.has("upstreamBytesReceived") && last.receivedBytes === 0) return "proxy";
  return "unknown";
}
