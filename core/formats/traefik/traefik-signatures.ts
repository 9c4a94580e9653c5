import { goErrorSignatures } from "@/core/formats/go-errors";
import { reasonsOfPhase, type ReasonRule } from "@/core/formats/match-reason";
import { rulesOfPhase, type SignatureRule } from "@/core/formats/match-signature";

/** Sources: https://github.com/traefik/traefik/blob/master/pkg/proxy/httputil/proxy.go, pkg/healthcheck/healthcheck.go, pkg/provider/kubernetes */
// prettier-ignore
export const TRAEFIK_SIGNATURES: readonly SignatureRule[] = [
  ...rulesOfPhase("proxy_internal", [
    ["traefik-health-check-failed", /^Health ?check (?:failed|still failing)/i, "health", "health-check-failing", "high", "health check failed"],
    ["traefik-unknown-reference", /(?:service|middleware) \\?"[^"\\]+\\?" does not exist/, null, "proxy-config-error", "high", "a router names what does not exist"],
    ["traefik-no-endpoints", /Skipping service: no endpoints found|subset not found for|endpoints not found for/, null, "no-endpoints", "high", "service has no endpoint"],
    ["traefik-started", /^Traefik version .* built on|^Starting provider/, null, "", "high", "Traefik started"],
    ["traefik-stopping", /^(?:I have to go|Stopping server gracefully|Server stopped|Shutting down)/, null, "", "high", "Traefik stopped"],
  ]),
  ...rulesOfPhase("read_header", [
    ["traefik-client-left", /499 Client Closed Request|context canceled/, "canceled", "client-abort", "high", "client closed the connection"],
    ["traefik-malformed-answer", /malformed HTTP (?:response|status code|version)/, "parse", "wrong-protocol", "medium", "upstream speaks another protocol"],
  ]),
  ...goErrorSignatures("traefik"),
  ...rulesOfPhase("read_header", [
    ["traefik-eof", /(?:error="?|caused by: |err: |: )(?:unexpected )?EOF\b/, "EOF", "premature-close", "medium", "upstream closed without an answer"],
    ["traefik-bad-gateway", /502 Bad Gateway/, null, "", "low", "upstream could not be asked"],
  ]),
];

/**
 * Traefik's own error has the reason phrase for a body, `Bad Gateway` without a line end. Later versions log its status as the origin's
 * too, so the size is looked at first.
 */
// prettier-ignore
export const TRAEFIK_REASONS: readonly ReasonRule[] = [
  ...reasonsOfPhase("proxy_internal", [
    ["traefik-own-502", { status: /^502$/, bodyBytes: /^11$/ }, null, "upstream-down", "low", "502 made by Traefik"],
  ]),
  ...reasonsOfPhase("read_header", [
    ["traefik-own-504", { status: /^504$/, bodyBytes: /^15$/ }, null, "upstream-timeout", "low", "504 made by Traefik"],
    ["traefik-relayed", { status: /^50\d$/, upstreamStatus: /^50\d$/, bodyBytes: /^(?!(?:11|15|19|20|21)$)/ }, null, "passed-through", "high", "the upstream answered so itself"],
  ]),
  ...reasonsOfPhase("connect", [
    ["traefik-retried", { status: /^50\d$/, errorReason: /^RetryAttempts=[1-9]/ }, null, "upstream-down", "low", "retries ran out"],
  ]),
];

/** Of the JSON log, which has the origin's status: none there means that nobody answered. */
// prettier-ignore
export const TRAEFIK_JSON_REASONS: readonly ReasonRule[] = [
  ...TRAEFIK_REASONS,
  ...reasonsOfPhase("proxy_internal", [
    ["traefik-no-origin-status", { status: /^50\d$/, upstreamStatus: /^0?$/ }, null, "premature-close", "low", "no answer of the upstream"],
  ]),
];
