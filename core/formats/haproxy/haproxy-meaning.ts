import type { AccessEvent, MadeBy } from "@/core/events/access-event";
import type { AccessMeaning } from "@/core/formats/create-access-reader";
import { HAPROXY_REASONS } from "./haproxy-reasons";

/** What the values of HAProxy's access lines mean. Source: https://docs.haproxy.org/3.2/configuration.html#8.2.3 */
export const haproxyMeaning: AccessMeaning = { refine, judge, reasons: HAPROXY_REASONS };

/** HAProxy makes every status itself that does not end in a normal session with a header from the server. */
function judge({ flags, status, upstreams }: AccessEvent): MadeBy {
  const last = upstreams.at(-1);
  if (flags !== null) {
    if (flags.startsWith("--") && last !== undefined) return "upstream";
    return (status ?? 0) >= 500 ? "proxy" : "unknown";
  }
  if (last === undefined) return "unknown";
  if (last.headerMs !== null) return "upstream";
  return last.connectMs === null ? "unknown" : "proxy";
}

function refine(event: AccessEvent, text: (field: "query") => string | null): AccessEvent {
  const { frontend, server, status, upstreams, errorReason, path, flags } = event;
  const [attempt] = upstreams;
  // <NOSRV>, <STATS>, <CACHE>: HAProxy asked nobody.
  const asked = attempt !== undefined && !server?.startsWith("<");
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
