import type { AccessEvent, MadeBy } from "@/core/events/access-event";
import type { AccessMeaning } from "@/core/formats/create-access-reader";
import type { ScannedLine } from "@/core/formats/scanned-line";
import { HAPROXY_REASONS } from "./haproxy-reasons";

/** What the values of HAProxy's access lines mean. Source: https://docs.haproxy.org/3.2/configuration.html#8.2.3 */
export const haproxyMeaning: AccessMeaning = { refine, judge, reasons: HAPROXY_REASONS };

/** HAProxy makes every status itself that does not end in a normal session with a header from the server. */
function judge(line: ScannedLine): MadeBy {
  const flags = line.text("flags");
  const wasAsked = line.wasAsked() && !isNobody(line.text("server"));
  if (flags !== null) {
    if (flags.startsWith("--") && wasAsked) return "upstream";
    return (line.integer("status") ?? 0) >= 500 ? "proxy" : "unknown";
  }
  if (!wasAsked) return "unknown";
  if (line.hasHeaderTime()) return "upstream";
  return line.hasConnectTime() ? "proxy" : "unknown";
}

/** <NOSRV>, <STATS>, <CACHE>: HAProxy asked nobody. */
function isNobody(server: string | null): boolean {
  return server?.startsWith("<") ?? false;
}

function refine(event: AccessEvent, text: (field: "query") => string | null): AccessEvent {
  const { frontend, server, status, upstreams, errorReason, path, flags } = event;
  const [attempt] = upstreams;
  const asked = attempt !== undefined && !isNobody(server);
  const answered = attempt !== undefined && (attempt.headerMs !== null || (flags?.startsWith("--") ?? false));
  const hasQuestionMark = text("query")?.startsWith("?") ?? false;
  return {
    ...event,
    // 0 and -1: no status was sent.
    status: status === 0 ? null : status,
    // A trailing ~ says that the client came over TLS.
    frontend: frontend?.replace(/~$/, "") ?? null,
    path: hasQuestionMark && path !== null ? path.replace("??", "?") : path,
    errorReason: errorReason === null || /^(?:0|Success)$/.test(errorReason) ? null : errorReason,
    upstreams: asked ? [{ ...attempt, status: answered && status !== 0 ? status : null }] : [],
  };
}
