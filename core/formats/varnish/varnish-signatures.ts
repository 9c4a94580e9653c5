import { rulesOfPhase, type SignatureRule } from "@/core/formats/match-signature";

/** What stands in front of a rule's scheme where the connection to the backend was an old one. */
export const REUSED = "reuse";

/**
 * Records of the shared log that say why a fetch failed, as `Tag text`, the specific before the general.
 * Sources: https://varnish-cache.org/docs/7.7/reference/vsl.html,
 * https://github.com/varnishcache/varnish-cache/blob/master/bin/varnishd/cache/cache_backend.c, cache_fetch.c, http1/cache_http1_fetch.c
 */
// prettier-ignore
export const VARNISH_SIGNATURES: readonly SignatureRule[] = [
  ...rulesOfPhase("resolve", [
    ["varnish-no-backend", /^FetchError (?:No backend|Director \S+ returned no backend)/, null, "no-live-upstreams", "high", "no backend could be chosen"],
  ]),
  ...rulesOfPhase("connect", [
    ["varnish-refused", /^FetchError backend \S+: fail errno 111\b/, "111/ECONNREFUSED", "upstream-down", "high", "connection refused"],
    ["varnish-connect-timeout", /^FetchError backend \S+: fail errno 110\b/, "110/ETIMEDOUT", "connection-timeout", "high", "connect_timeout ran out"],
    ["varnish-no-route", /^FetchError backend \S+: fail errno (?:113|101)\b/, "113/EHOSTUNREACH", "no-route", "high", "no route to the backend"],
    ["varnish-sick", /^FetchError backend \S+: unhealthy/, null, "health-check-failing", "high", "the backend is marked sick"],
    // Errno 0: connecting was not tried again so soon after it had failed.
    ["varnish-no-connection", /^FetchError (?:backend \S+: fail\b|no backend connection)/, null, "upstream-down", "medium", "no connection to the backend"],
    ["varnish-probe-failed", /^Backend_health \S+ (?:Went|Still|Back) sick/, "probe", "health-check-failing", "high", "the backend's probe fails"],
  ]),
  ...rulesOfPhase("policy", [
    ["varnish-busy", /^FetchError backend \S+: busy/, "max_connections", "circuit-breaker", "high", "the backend's max_connections is reached"],
  ]),
  ...rulesOfPhase("send", [
    ["varnish-write-error", /^FetchError backend write error:/, "EPIPE", "early-response", "medium", "the backend closed while the request was sent"],
    ["varnish-client-body", /^FetchError req\.body read error:/, null, "client-abort", "high", "the client's body broke off"],
  ]),
  ...rulesOfPhase("read_header", [
    ["varnish-closed-reused", /^FetchError (?:HTC eof \(-1\)|backend closed)/, "EOF", "keepalive-race", "medium", "the backend closed an old connection"],
  ], REUSED),
  ...rulesOfPhase("read_header", [
    ["varnish-closed", /^FetchError (?:HTC eof \(-1\)|backend closed)/, "EOF", "premature-close", "medium", "the backend closed without an answer"],
    ["varnish-first-byte", /^FetchError first byte timeout/, "first_byte_timeout", "upstream-timeout", "high", "first_byte_timeout ran out"],
    ["varnish-timeout", /^FetchError (?:HTC )?timeout$/, "between_bytes_timeout", "upstream-timeout", "medium", "the header stopped midway"],
    ["varnish-header-too-big", /^FetchError (?:HTC )?overflow/, "http_resp_size", "header-too-big", "high", "the header is over http_resp_size"],
    ["varnish-header-invalid", /^FetchError http format error/, null, "invalid-response", "high", "the header is not well-formed, or too large"],
    ["varnish-junk", /^FetchError (?:HTC )?(?:Received )?junk/i, null, "wrong-protocol", "high", "what came is no HTTP"],
    ["varnish-passed-through", /^BerespStatus 5\d\d$/, null, "passed-through", "high", "the backend sent this status itself"],
  ]),
  ...rulesOfPhase("read_body", [
    ["varnish-body-cut", /^FetchError (?:straight insufficient bytes|chunked insufficient bytes|chunked read err|eof socket fail)/, "EOF", "truncated-response", "high", "the body broke off"],
    ["varnish-body-invalid", /^FetchError chunked (?:header|tail)/, null, "invalid-response", "high", "the body's chunks are not well-formed"],
  ]),
  ...rulesOfPhase("proxy_internal", [
    ["varnish-resources", /^(?:FetchError|VCL_Error|Error) .{0,40}(?:Could not get storage|[Oo]ut of workspace|Workspace overflow|No thread available|workspace)/, null, "proxy-internal", "high", "Varnish ran out of storage, workspace or threads"],
    ["varnish-vcl-error", /^VCL_Error /, null, "proxy-config-error", "medium", "the VCL failed"],
    ["varnish-probe-passed", /^Backend_health \S+ (?:Went|Back) healthy/, null, "", "high", "a backend came back"],
    ["varnish-traffic", /^Timestamp /, null, "", "high", "requests are served"],
  ]),
];
