// https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage
import type { Advice } from "./advice";

const FLAGS =
  "%RESPONSE_FLAGS%, %RESPONSE_CODE_DETAILS% and %UPSTREAM_TRANSPORT_FAILURE_REASON% in the access log format";
const ADMIN = "curl -s localhost:9901";

export const envoyAdvice: Advice = {
  title: "Envoy",
  process: "envoy",
  folder: "/etc/envoy",
  check: ["envoy --mode validate -c /etc/envoy/envoy.yaml"],
  reload: [
    "envoy --mode validate -c /etc/envoy/envoy.yaml && systemctl restart envoy   # xDS: push the change instead",
  ],
  show: `${ADMIN}/config_dump`,
  live: [`${ADMIN}/clusters | grep -E 'health_flags|cx_active|rq_error'`, `${ADMIN}/stats?filter='upstream_(cx|rq)'`],
  words: {
    idle: "idle_timeout|max_requests_per_connection",
    "header-buffer": "max_response_headers_kb|max_headers_count",
    resolver: "dns_lookup_family|dns_refresh_rate|STRICT_DNS|LOGICAL_DNS",
    target: 'port_value|"cluster"',
    scheme: "transport_socket|http2_protocol_options|upstream_proxy_protocol",
    "client-slots": "overload_manager|max_active_downstream|connection_balance",
    "real-client": "xff_num_trusted_hops|local_ratelimit|ratelimit",
    maintenance: "direct_response|fault|runtime_fraction",
    "max-connections": "circuit_breakers|max_connections|max_pending",
  },
  set: {
    "read-timeout": ["route: { timeout: 120s }   # default 15s; retry_policy.per_try_timeout too"],
    "shorter-timeout": ["route: { timeout: 25s }   # below the outer tier's"],
    "stream-timeout": ["route: { timeout: 0s, idle_timeout: 3600s }   # only for the streaming route"],
    "fail-over": [
      "connect_timeout: 2s",
      "health_checks: [{ timeout: 2s, interval: 5s, unhealthy_threshold: 3, healthy_threshold: 2, http_health_check: { path: /healthz } }]",
      "outlier_detection: { consecutive_5xx: 5, base_ejection_time: 10s, max_ejection_percent: 50 }",
      "retry_policy: { retry_on: 'connect-failure,refused-stream', num_retries: 2 }",
    ],
    retry: ["retry_policy: { retry_on: 'reset-before-request,connect-failure,refused-stream', num_retries: 1 }"],
    "retry-idempotent": [
      "retry_policy: { retry_on: 'reset-before-request,connect-failure', num_retries: 1 }   # not on routes of POST",
    ],
    "retry-post": ["# only with idempotency keys: retry_on: reset on the route of POST"],
    reuse: ["# Envoy keeps upstream connections by default; remove max_requests_per_connection: 1"],
    idle: ["common_http_protocol_options: { idle_timeout: 4s }   # of the cluster; default 1 h"],
    "header-buffer": ["max_response_headers_kb: 96", "max_headers_count: 200"],
    "tls-settings": [
      "transport_socket: UpstreamTlsContext { sni: {host}, common_tls_context: { tls_params: { tls_minimum_protocol_version: TLSv1_2 } } }",
      "tls_certificates: [{ certificate_chain: { filename: client.pem }, private_key: { filename: client.key } }]   # if it demands one",
    ],
    "tls-trust": [
      "validation_context: { trusted_ca: { filename: /etc/envoy/ca.pem }, match_typed_subject_alt_names: [{ san_type: DNS, matcher: { exact: {host} } }] }",
    ],
    resolver: ["type: STRICT_DNS", "dns_refresh_rate: 5s", "dns_lookup_family: V4_ONLY"],
    target: [
      "socket_address: { address: {upstreamHost}, port_value: PORT }   # that is {rightUpstream}, not {upstream}",
    ],
    scheme: [
      "transport_socket: …UpstreamTlsContext   # or none for plain; explicit_http_config: { http2_protocol_options: {} } for h2c and gRPC",
    ],
    "error-page": [
      "local_reply_config: { mappers: [{ filter: { status_code_filter: { comparison: { op: GE, value: { default_value: 502 } } } }, body: { filename: /srv/errors/sorry.html } }] }",
    ],
    "hide-errors": ["envoy.filters.http.custom_response: { … }   # a response policy for 502, 503 and 504"],
    stale: ["# Envoy serves no stale pages; let the CDN do so with stale-if-error"],
    "request-id": ["generate_request_id: true   # and %REQ(X-REQUEST-ID)% in every tier's log"],
    shed: [
      "envoy.filters.http.local_ratelimit: { token_bucket: { max_tokens: 100, tokens_per_fill: 100, fill_interval: 1s } }",
    ],
    "limit-client": [
      "rate_limits: [{ actions: [{ remote_address: {} }] }]   # with a rate limit service; answers 429, flag RL",
    ],
    "real-client": ["use_remote_address: true", "xff_num_trusted_hops: 1"],
    "max-connections": [
      "circuit_breakers: { thresholds: [{ max_connections: 4096, max_pending_requests: 4096, max_requests: 4096 }] }",
    ],
    "body-limit": ["envoy.filters.http.buffer: { max_request_bytes: 20971520 }"],
    descriptors: ["# unit or container: LimitNOFILE=65535, --ulimit nofile=65535"],
    "client-slots": [
      "overload_manager: { resource_monitors: [{ name: envoy.resource_monitors.global_downstream_max_connections }] }",
    ],
    "slow-clients": ["request_headers_timeout: 10s", "stream_idle_timeout: 30s"],
    "tcp-keepalive": ["upstream_connection_options: { tcp_keepalive: { keepalive_time: 60 } }"],
    "health-check": [
      "health_checks: [{ timeout: 2s, interval: 5s, unhealthy_threshold: 3, healthy_threshold: 2, http_health_check: { path: /healthz, host: {host}, expected_statuses: [{ start: 200, end: 400 }] } }]",
    ],
    marking: [
      "common_lb_config: { healthy_panic_threshold: { value: 50 } }",
      "outlier_detection: { consecutive_5xx: 5, max_ejection_percent: 50 }",
    ],
    drain: ["# set the endpoint's health_status to DRAINING (EDS), wait, then stop the instance"],
    maintenance: [
      `${ADMIN}/runtime | grep -E 'fault|upstream.maintenance_mode'`,
      "curl -s -X POST 'localhost:9901/runtime_modify?upstream.maintenance_mode.CLUSTER='",
    ],
    "temp-files": [`${ADMIN}/stats?filter=overload`, `${ADMIN}/memory`],
    "finish-work": ["# Envoy resets the upstream request when the client leaves; answer 202 and work later"],
    "loop-guard": ["via: envoy-edge   # and a route that matches the header Via with direct_response 508"],
    "short-cache": ["# cache in front of Envoy for 10 s"],
    "deny-client": [
      "envoy.filters.http.rbac: { rules: { action: DENY, policies: { bad: { permissions: [{ any: true }], principals: [{ remote_ip: { address_prefix: {client}, prefix_len: 32 } }] } } } }",
    ],
    "limit-status": [
      "status: { code: TooManyRequests }   # of local_ratelimit, with response_headers_to_add Retry-After",
    ],
    "retry-after": [
      "direct_response: { status: 503 }",
      "response_headers_to_add: [{ header: { key: Retry-After, value: '600' } }]",
    ],
    "source-ports": ["upstream_bind_config: { source_address: { address: 10.0.0.4, port_value: 0 } }"],
  },
  supplies: {
    signatures: FLAGS,
    proxyMessages: "Envoy's own log (--log-level info)",
    connect: "%UPSTREAM_CONNECTION_POOL_READY_DURATION% in the access log format",
    header: "%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% in the access log format",
    durations: "%DURATION% and %RESPONSE_DURATION% in the access log format",
    upstreams: "%UPSTREAM_HOST% in the access log format",
    rescued: "%UPSTREAM_REQUEST_ATTEMPT_COUNT% in the access log format",
    hosts: "%REQ(:AUTHORITY)% in the access log format",
    request: "%REQ(:METHOD)% and %REQ(:PATH)% in the access log format",
    clients: "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT% in the access log format",
    agents: "%REQ(USER-AGENT)% in the access log format",
    requestBytes: "%BYTES_RECEIVED% in the access log format",
    bodySizes: "%BYTES_SENT% in the access log format",
    config: "Envoy's configuration (envoy.yaml or config_dump)",
  },
  fields: {
    host: "%REQ(:AUTHORITY)%",
    upstreamAddr: "%UPSTREAM_HOST%",
    upstreamHeaderTime: "%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)%",
    requestTime: "%DURATION%",
    requestBytes: "%BYTES_RECEIVED%",
    requestId: "%REQ(X-REQUEST-ID)%",
  },
  logging: {
    directives: [
      [
        "json_format:",
        '  start_time: "%START_TIME%"',
        '  method: "%REQ(:METHOD)%"',
        '  path: "%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%"',
        '  authority: "%REQ(:AUTHORITY)%"',
        '  response_code: "%RESPONSE_CODE%"',
        '  response_flags: "%RESPONSE_FLAGS%"',
        '  response_code_details: "%RESPONSE_CODE_DETAILS%"',
        '  upstream_transport_failure_reason: "%UPSTREAM_TRANSPORT_FAILURE_REASON%"',
        '  upstream_cluster: "%UPSTREAM_CLUSTER%"',
        '  upstream_host: "%UPSTREAM_HOST%"',
        '  attempt_count: "%UPSTREAM_REQUEST_ATTEMPT_COUNT%"',
        '  duration: "%DURATION%"',
        '  x_request_id: "%REQ(X-REQUEST-ID)%"',
      ].join("\n"),
    ],
    verify: "New lines have flags and details: UF with the errno, UC, UT, UH or via_upstream name the cause.",
  },
  combined: false,
  reasonField: "the response flags",
};
