import type { AccessEvent, MadeBy } from "@/core/events/access-event";

/** Sizes of the bodies that Traefik gives its own errors: the reason phrase, no line end. */
const OWN_SIZES: Record<number, number> = { 500: 21, 502: 11, 503: 19, 504: 15 };

/** Made by Traefik where the body is its own, or where the origin's status is logged and is none; `hasOrigin`: the log has that status. */
export function judgeTraefik({ status, bodyBytes, upstreams }: AccessEvent, hasOrigin: boolean): MadeBy {
  if (status !== null && bodyBytes !== null && OWN_SIZES[status] === bodyBytes) return "proxy";
  // “no available server”, with a line end.
  if (status === 503 && (upstreams.length === 0 || bodyBytes === 20)) return "proxy";
  if (!hasOrigin) return "unknown";
  const origin = upstreams.at(-1)?.status ?? null;
  if (origin === null) return "proxy";
  return origin === status ? "upstream" : "proxy";
}
