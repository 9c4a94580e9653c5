import { reasonsOfPhase, type ReasonRule } from "@/core/formats/match-reason";

/** One of the flags, in its short or its long spelling; several stand in a list. */
function flag(...names: string[]): ReasonRule["when"] {
  return { flags: new RegExp(`(?:^|,)(?:${names.join("|")})(?:,|$)`) };
}

/** A word at the start of the details; `{…}` behind it says more. */
const details = (pattern: RegExp): ReasonRule["when"] => ({ errorReason: pattern });

/**
 * Response code details and response flags. The details are the more specific and come first; blanks in them are written `_`, but not
 * in the transport's own words.
 * Sources: https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/response_code_details,
 * https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#config-access-log-format-response-flags
 */
// prettier-ignore
export const ENVOY_REASONS: readonly ReasonRule[] = [
  ...reasonsOfPhase("read_header", [
    ["envoy-via-upstream", details(/^via_upstream$/), null, "passed-through", "high", "the upstream answered so itself"],
    ["envoy-downstream-left", details(/^downstream_(?:remote|local)_disconnect/), "DC", "client-abort", "high", "client closed the connection"],
  ]),
  ...reasonsOfPhase("tls", [
    ["envoy-tls-wrong-version", details(/TLS_error:.*WRONG_VERSION_NUMBER|TLS error:.*WRONG_VERSION_NUMBER/), "WRONG_VERSION_NUMBER", "wrong-protocol", "high", "upstream does not speak TLS"],
    ["envoy-tls-verify", details(/TLS[_ ]error:.*CERTIFICATE_VERIFY_FAILED/), "CERTIFICATE_VERIFY_FAILED", "tls-verify", "high", "upstream's certificate was not accepted"],
    ["envoy-tls-alert", details(/TLS[_ ]error:.*(?:ALERT_HANDSHAKE_FAILURE|ALERT_UNRECOGNIZED_NAME|ALERT_PROTOCOL_VERSION|CERTIFICATE_REQUIRED|NO_SHARED_CIPHER|UNSUPPORTED_PROTOCOL)/), "alert", "tls-handshake", "high", "upstream refused the TLS handshake"],
  ]),
  ...reasonsOfPhase("connect", [
    ["envoy-connect-refused", details(/connect_error:[_ ](?:111|Connection[_ ]refused)/), "111", "upstream-down", "high", "connection refused"],
    ["envoy-connect-no-route", details(/connect_error:[_ ](?:113|No[_ ]route[_ ]to[_ ]host|101|Network[_ ]is[_ ]unreachable)/), "113", "no-route", "high", "no route to the upstream"],
    ["envoy-socket-missing", details(/connect_error:[_ ](?:2\b|No[_ ]such[_ ]file[_ ]or[_ ]directory)/), "2", "socket-missing", "high", "socket file is missing"],
    ["envoy-connect-timeout", details(/^upstream_reset_before_response_started\{connection_timeout|connect_error:[_ ](?:110|Connection[_ ]timed[_ ]out)/), "timeout", "connection-timeout", "high", "connect timed out"],
    ["envoy-connect-failed", details(/^upstream_reset_before_response_started\{(?:remote_|local_)?connection_failure\}$/), null, "upstream-down", "low", "connecting failed"],
    ["envoy-no-healthy-upstream", details(/^no_healthy_upstream$/), "UH", "no-live-upstreams", "high", "no healthy upstream"],
  ]),
  ...reasonsOfPhase("read_header", [
    ["envoy-connection-terminated", details(/^upstream_reset_before_response_started\{connection_termination/), "UC", "premature-close", "medium", "upstream closed without an answer"],
    ["envoy-remote-reset", details(/^upstream_reset_before_response_started\{remote_(?:refused_stream_)?reset/), "UR", "premature-close", "medium", "upstream reset the stream"],
    ["envoy-protocol-error", details(/^upstream_reset_before_response_started\{protocol_error/), "UPE", "invalid-response", "high", "upstream's answer is no valid HTTP"],
    ["envoy-response-timeout", details(/^(?:upstream_)?response_timeout$|^upstream_per_try_(?:idle_)?timeout$/), "UT", "upstream-timeout", "high", "upstream did not answer in time"],
  ]),
  ...reasonsOfPhase("policy", [
    ["envoy-overflow", details(/^upstream_reset_before_response_started\{overflow/), "UO", "circuit-breaker", "high", "circuit breaker open"],
    ["envoy-nothing-configured", details(/^(?:cluster_not_found|route_not_found|route_configuration_not_found)$/), "NC", "proxy-config-error", "high", "no route or cluster configured"],
    ["envoy-maintenance", details(/^(?:maintenance_mode|drop_overload|unconditional_drop_overload)$/), null, "maintenance-mode", "high", "maintenance mode"],
    ["envoy-overload", details(/^overload$/), "OM", "proxy-internal", "high", "Envoy itself is overloaded"],
  ]),
  ...reasonsOfPhase("read_body", [
    ["envoy-reset-after-start", details(/^upstream_reset_after_response_started\{/), null, "truncated-response", "high", "answer broke off"],
  ]),
  ...reasonsOfPhase("read_header", [
    ["envoy-downstream-flag", flag("DC", "DR", "DPE", "DownstreamConnectionTermination", "DownstreamRemoteReset", "DownstreamProtocolError"), "DC", "client-abort", "high", "client closed the connection or spoke no HTTP"],
    ["envoy-header-too-big", details(/^http1\.(?:headers_too_large|too_many_headers)$/), "http1", "header-too-big", "medium", "upstream's header is too big"],
    ["envoy-codec-error", details(/^http[12]\.(?:codec_error|invalid_characters|invalid_transfer_encoding|content_length_not_allowed|violation\.of\.messaging\.rule|invalid\.header\.field)$/), "codec", "invalid-response", "medium", "upstream's answer is no valid HTTP"],
  ]),
  ...reasonsOfPhase("connect", [
    ["envoy-flag-uh", flag("UH", "NoHealthyUpstream"), "UH", "no-live-upstreams", "high", "no healthy upstream"],
    ["envoy-flag-uf", flag("UF", "UpstreamConnectionFailure"), "UF", "upstream-down", "medium", "connecting failed"],
  ]),
  ...reasonsOfPhase("read_header", [
    ["envoy-flag-uc", flag("UC", "UpstreamConnectionTermination"), "UC", "premature-close", "medium", "upstream closed without an answer"],
    ["envoy-flag-ur", flag("UR", "UpstreamRemoteReset"), "UR", "premature-close", "medium", "upstream reset the stream"],
    ["envoy-flag-ut", flag("UT", "UpstreamRequestTimeout"), "UT", "upstream-timeout", "high", "upstream did not answer in time"],
    ["envoy-flag-upe", flag("UPE", "UpstreamProtocolError"), "UPE", "invalid-response", "high", "upstream's answer is no valid HTTP"],
  ]),
  ...reasonsOfPhase("policy", [
    ["envoy-flag-uo", flag("UO", "UpstreamOverflow"), "UO", "circuit-breaker", "high", "circuit breaker open"],
    ["envoy-flag-nr", flag("NR", "NoRouteFound"), "NR", "proxy-config-error", "high", "no route configured"],
    ["envoy-flag-nc", flag("NC", "NoClusterFound"), "NC", "proxy-config-error", "high", "no cluster configured"],
    ["envoy-flag-lh", flag("LH", "FailedLocalHealthCheck"), "LH", "health-check-failing", "high", "health check failed"],
    ["envoy-flag-om", flag("OM", "OverloadManagerTerminated"), "OM", "proxy-internal", "high", "Envoy itself is overloaded"],
    ["envoy-flag-rl", flag("RL", "RLSE", "RateLimited", "RateLimitServiceError"), "RL", "rate-limited", "high", "rate limit"],
    ["envoy-flag-uaex", flag("UAEX", "UnauthorizedExternalService"), "UAEX", "waf-block", "high", "refused by the authorisation service"],
    ["envoy-flag-fi", flag("FI", "DI", "FaultInjected", "DelayInjected"), "FI", "maintenance-mode", "high", "fault injected on purpose"],
  ]),
  ...reasonsOfPhase("send", [
    ["envoy-flag-lr", flag("LR", "LocalReset"), "LR", "proxy-internal", "medium", "Envoy reset the connection itself"],
  ]),
  ...reasonsOfPhase("resolve", [
    ["envoy-flag-df", flag("DF", "DnsResolutionFailed"), "DF", "dns-failure", "high", "name did not resolve"],
  ]),
  ...reasonsOfPhase("read_body", [
    ["envoy-flag-si", flag("SI", "UMSDR", "DT", "StreamIdleTimeout", "UpstreamMaxStreamDurationReached", "DurationTimeout"), "SI", "upstream-timeout", "medium", "stream took too long"],
  ]),
  ...reasonsOfPhase("connect", [
    ["envoy-flag-urx", flag("URX", "UpstreamRetryLimitExceeded"), "URX", "upstream-down", "low", "retries ran out"],
  ]),
];
