import { goErrorSignatures } from "@/core/formats/go-errors";
import { rulesOfPhase, type SignatureRule } from "@/core/formats/match-signature";
import { reasonsOfPhase, type ReasonRule } from "@/core/formats/match-reason";

/** Sources: https://github.com/caddyserver/caddy/blob/master/modules/caddyhttp/reverseproxy/reverseproxy.go, streaming.go, healthchecks.go */
// prettier-ignore
export const CADDY_SIGNATURES: readonly SignatureRule[] = [
  ...rulesOfPhase("proxy_internal", [
    ["caddy-no-upstreams", "no upstreams available", "no_upstreams", "no-live-upstreams", "high", "no upstream available"],
    ["caddy-health-check-failed", /^(?:active health check failed|HTTP request failed|unexpected status code|response body failed expectations|status code out of tolerances)/, "health", "health-check-failing", "high", "health check failed"],
    ["caddy-reloaded", /^(?:load complete|config is unchanged|adapted config to JSON|autosaved config)/, null, "", "high", "configuration loaded"],
    ["caddy-stopping", /^(?:shutting down|shutdown complete|exiting; byeee)/, null, "", "high", "Caddy stopped"],
  ]),
  ...rulesOfPhase("read_header", [
    ["caddy-client-left", /^(?:reading: )?context canceled/, "canceled", "client-abort", "high", "client closed the connection"],
  ]),
  ...rulesOfPhase("read_body", [
    ["caddy-aborted", "aborting with incomplete response", null, "truncated-response", "high", "answer broke off"],
    ["caddy-read-failed", "reading from backend", null, "truncated-response", "medium", "answer broke off"],
  ]),
  ...goErrorSignatures("caddy"),
  ...rulesOfPhase("read_header", [
    ["caddy-eof", /^(?:unexpected )?EOF$/, "EOF", "premature-close", "medium", "upstream closed without an answer"],
  ]),
];

/**
 * All that an access line says of why. That Caddy made an error itself shows by its empty body, but not why: `judge` tells who it was,
 * and a reason on every failing line would outvote the error log.
 */
export const CADDY_REASONS: readonly ReasonRule[] = reasonsOfPhase("send", [
  ["caddy-no-status", { status: /^0$/ }, "canceled", "client-abort", "medium", "client closed the connection"],
]);
