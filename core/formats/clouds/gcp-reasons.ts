import { reasonsOfPhase, type ReasonRule } from "@/core/formats/match-reason";

const details = (pattern: RegExp): ReasonRule["when"] => ({ errorReason: pattern });

/**
 * `statusDetails` of load balancers, and what Cloud Run writes beside a request that it could not serve.
 * Sources: https://cloud.google.com/load-balancing/docs/https/https-logging-monitoring#statusdetail_http_failure_messages,
 * https://cloud.google.com/run/docs/troubleshooting
 */
// prettier-ignore
export const GCP_REASONS: readonly ReasonRule[] = [
  ...reasonsOfPhase("read_header", [
    ["gcp-sent-by-backend", details(/^response_sent_by_backend$/), null, "passed-through", "high", "the backend answered so itself"],
    ["gcp-closed-before-data", details(/^backend_connection_closed_before_data_sent_to_client$/), null, "keepalive-race", "medium", "backend closed before it answered"],
    ["gcp-backend-timeout", details(/^backend_timeout$/), "timeoutSec", "upstream-timeout", "high", "backend did not answer in time"],
    ["gcp-header-too-long", details(/^backend_response_headers_too_long$/), null, "header-too-big", "high", "backend's header is too big"],
    ["gcp-client-left", details(/^client_(?:disconnected_before_any_response|disconnected_after_partial_response|timed_out)$/), "client", "client-abort", "high", "client closed the connection"],
    ["gcp-run-malformed", details(/either the HTTP response was malformed or connection to the instance had an error/), null, "premature-close", "medium", "instance closed or answered badly"],
    ["gcp-run-out-of-memory", details(/Memory limit of \d+ Mi?B exceeded with \d+ Mi?B used/), "SIGKILL", "upstream-crash", "high", "instance was out of memory"],
    ["gcp-run-timeout", details(/request has been terminated because it has reached the maximum request timeout/), "timeoutSec", "upstream-timeout", "high", "instance did not answer in time"],
  ]),
  ...reasonsOfPhase("connect", [
    ["gcp-connect-failed", details(/^failed_to_connect_to_backend$/), null, "upstream-down", "medium", "connecting failed"],
    ["gcp-no-backend", details(/^failed_to_pick_backend$/), null, "no-live-upstreams", "high", "no healthy backend"],
    ["gcp-run-no-listener", details(/failed to start and (?:then )?listen on the port defined/), null, "wrong-port", "high", "container does not listen on its port"],
  ]),
  ...reasonsOfPhase("read_body", [
    ["gcp-closed-after-part", details(/^backend_connection_closed_after_partial_response_sent$/), null, "truncated-response", "high", "answer broke off"],
    ["gcp-corrupted", details(/^(?:backend_response_corrupted|backend_interim_response_not_supported|error_uncompressing_gzipped_body)$/), null, "invalid-response", "high", "backend's answer is not valid"],
  ]),
  ...reasonsOfPhase("send", [
    ["gcp-early-response", details(/^(?:backend_early_response_with_non_error_status|aborted_request_due_to_backend_early_response)$/), null, "early-response", "high", "backend answered before the request was sent"],
  ]),
  ...reasonsOfPhase("tls", [
    ["gcp-alpn", details(/^failed_to_negotiate_alpn$/), "alpn", "wrong-protocol", "high", "backend does not speak the protocol asked for"],
    ["gcp-certificate", details(/^(?:ssl_certificate_san_verification_failed|ssl_certificate_chain_verification_failed|server_cert_\w+)$/), "cert", "tls-verify", "high", "backend's certificate was not accepted"],
  ]),
  ...reasonsOfPhase("resolve", [
    ["gcp-serverless-routing", details(/^serverless_neg_routing_failed$/), null, "proxy-config-error", "high", "no serverless backend for the URL"],
  ]),
  ...reasonsOfPhase("policy", [
    ["gcp-loop", details(/^request_loop_detected$/), null, "proxy-loop", "high", "request loop"],
    ["gcp-armor", details(/^(?:denied_by_security_policy|banned_by_security_policy|throttled_by_security_policy)$/), "armor", "waf-block", "high", "refused by Cloud Armor"],
  ]),
  ...reasonsOfPhase("proxy_internal", [
    ["gcp-internal", details(/^(?:config_not_found|internal_error|retriable_error)$/), null, "cdn-fault", "medium", "fault of the load balancer"],
    ["gcp-run-no-instance", details(/aborted because there was no available instance/), null, "upstream-overload", "high", "no instance available"],
  ]),
];
