import type { MadeBy } from "@/core/events/access-event";
import type { AccessMeaning } from "@/core/formats/create-access-reader";
import { MATCHED_LENGTH, reasonsOfPhase } from "@/core/formats/match-reason";
import type { ScannedLine } from "@/core/formats/scanned-line";

/**
 * What mod_proxy leaves in `%{error-notes}n`. It is empty for connections that were not made, for answers with headers that are too
 * big, and for FastCGI and AJP.
 * Source: https://github.com/apache/httpd/blob/trunk/modules/proxy/mod_proxy_http.c, proxy_util.c (ap_proxyerror)
 */
// prettier-ignore
export const APACHE_REASONS = [
  ...reasonsOfPhase("resolve", [
    ["apache-note-dns", { errorReason: /DNS lookup failure for/ }, null, "dns-failure", "high", "the upstream's name did not resolve"],
  ]),
  ...reasonsOfPhase("tls", [
    ["apache-note-tls", { errorReason: /Error during SSL Handshake with remote server/ }, null, "tls-handshake", "high", "TLS handshake with the upstream failed"],
  ]),
  ...reasonsOfPhase("send", [
    ["apache-note-send", { errorReason: /pass request body failed|Error (?:sending|writing)/ }, null, "early-response", "low", "the request could not be sent to the upstream"],
  ]),
  ...reasonsOfPhase("read_header", [
    ["apache-note-read", { errorReason: /Error reading from remote server/ }, null, "premature-close", "medium", "the upstream sent no answer"],
    ["apache-note-status-line", { errorReason: /Corrupt status line returned/ }, null, "wrong-protocol", "high", "the upstream's first line is no HTTP"],
    ["apache-note-interim", { errorReason: /Too many \(\d+\) interim responses/ }, null, "invalid-response", "high", "endless interim answers"],
    ["apache-note-continue", { errorReason: /Timeout on 100-Continue/ }, null, "upstream-timeout", "high", "the upstream did not say to continue"],
  ]),
];

/**
 * A line without a note cannot tell who made its status: mod_proxy leaves none for the 503 of a refused connection, and an answer
 * relayed from behind has none either.
 */
function judge(line: ScannedLine): MadeBy {
  const note = noteOf(line.text("errorReason"))?.slice(0, MATCHED_LENGTH);
  return note !== undefined && APACHE_REASONS.some(({ when }) => when.errorReason?.test(note)) ? "proxy" : "unknown";
}

/** The words of a note, which is HTML. */
function noteOf(logged: string | null): string | null {
  const note = logged
    ?.slice(0, 2000)
    .replace(/^.*Reason: ?/, "")
    .replace(/<[^<>]*>/g, "")
    .trim();
  return note ? note : logged;
}

/** `%q` brings its own question mark. */
export const APACHE_MEANING: AccessMeaning = {
  judge,
  reasons: APACHE_REASONS,
  refine: (event, text) => {
    const query = text("query") ?? "";
    const path = query === "" ? event.path : `${text("path") ?? ""}${query}`;
    return { ...event, path, errorReason: noteOf(event.errorReason) };
  },
};
