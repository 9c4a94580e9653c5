import type { MadeBy } from "@/core/events/access-event";
import type { ScannedLine } from "@/core/formats/scanned-line";

/** Sizes of the bodies that Traefik gives its own errors: the reason phrase, no line end. */
const OWN_SIZES: Record<number, number> = { 500: 21, 502: 11, 503: 19, 504: 15 };

/** Made by Traefik where the body is its own, or where the origin's status is logged and is none; `hasOrigin`: the log has that status. */
export function judgeTraefik(line: ScannedLine, hasOrigin: boolean): MadeBy {
  const status = line.integer("status");
  const bodyBytes = line.integer("bodyBytes");
  if (status !== null && bodyBytes !== null && OWN_SIZES[status] === bodyBytes) return "proxy";
  // “no available server”, with a line end.
  if (status === 503 && (bodyBytes === 20 || !wasServerAsked(line, hasOrigin))) return "proxy";
  if (!hasOrigin) return "unknown";
  return line.text("upstreamAddr") !== null && line.upstreamStatus() === status ? "upstream" : "proxy";
}

/** A status without a server is that of a handler inside Traefik. */
function wasServerAsked(line: ScannedLine, hasOrigin: boolean): boolean {
  return line.wasAsked() && (!hasOrigin || line.text("upstreamAddr") !== null);
}
