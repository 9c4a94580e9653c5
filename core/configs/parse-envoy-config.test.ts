import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseEnvoyConfig } from "./parse-envoy-config";

// In the form of Envoy's own examples (configs/ and the quick start).
const BOOTSTRAP = `admin:
  address:
    socket_address: { address: 127.0.0.1, port_value: 9901 }
static_resources:
  listeners:
  - name: listener_0
    address:
      socket_address: { address: 0.0.0.0, port_value: 10000 }
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: ingress_http
          stream_idle_timeout: 300s
          access_log:
          - name: envoy.access_loggers.file
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog
              path: /var/log/envoy/access.log
              log_format:
                text_format_source:
                  inline_string: "[%START_TIME%] %RESPONSE_CODE% %RESPONSE_FLAGS% \\"%UPSTREAM_HOST%\\"\\n"
          - name: envoy.access_loggers.stdout
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.access_loggers.stream.v3.StdoutAccessLog
              log_format:
                json_format: { status: "%RESPONSE_CODE%", host: "%UPSTREAM_HOST%" }
          route_config:
            name: local_route
            virtual_hosts:
            - name: local_service
              domains: ["www.x.test", "*"]
              routes:
              - match: { prefix: "/down" }
                direct_response: { status: 503, body: { inline_string: "maintenance" } }
              - match:
                  prefix: "/api"
                route:
                  cluster: api
                  timeout: 0.25s
                  retry_policy:
                    retry_on: connect-failure,refused-stream
                    num_retries: 2
                    per_try_timeout: { seconds: 1, nanos: 500000000 }
              - match: { prefix: "/" }
                route: { cluster: app, timeout: 0s }
          http_filters:
          - name: envoy.filters.http.local_ratelimit
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
              stat_prefix: limiter
          - name: envoy.filters.http.router
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
  clusters:
  - name: app
    connect_timeout: 5s
    type: STRICT_DNS
    lb_policy: ROUND_ROBIN
    load_assignment:
      cluster_name: app
      endpoints:
      - lb_endpoints:
        - endpoint:
            address:
              socket_address:
                address: app.svc.test
                port_value: 8080
    health_checks:
    - timeout: 1s
      interval: 10s
      http_health_check: { path: /healthz }
    circuit_breakers:
      thresholds:
      - max_connections: 100
        max_pending_requests: 10
    outlier_detection:
      consecutive_5xx: 5
      base_ejection_time: 30s
  - name: api
    connect_timeout: 0.25s
    lb_policy: ROUND_ROBIN
    type: STATIC
    typed_extension_protocol_options:
      envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
        "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
        common_http_protocol_options:
          idle_timeout: 4s
        explicit_http_config:
          http2_protocol_options: {}
    load_assignment:
      cluster_name: api
      endpoints:
      - lb_endpoints:
        - endpoint: { address: { socket_address: { address: 10.0.0.1, port_value: 8443 } } }
        - endpoint: { address: { pipe: { path: /run/api.sock } } }
    transport_socket:
      name: envoy.transport_sockets.tls
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
        sni: api.internal
        common_tls_context:
          validation_context:
            trusted_ca:
              filename: /etc/ssl/certs/ca-certificates.crt
`;

describe("parseEnvoyConfig", () => {
  const config = parseEnvoyConfig([{ name: "envoy.yaml", text: BOOTSTRAP }]);

  it("reads clusters with their endpoints", () => {
    expect(
      config.upstreams.map(({ name, line, servers }) => [name, line, servers.map(({ address }) => address)]),
    ).toEqual([
      ["app", 57, ["app.svc.test:8080"]],
      ["api", 81, ["10.0.0.1:8443", "unix:/run/api.sock"]],
    ]);
  });
  it("reads routes with the scheme of their cluster", () => {
    expect(
      config.routes.map(({ line, group, scheme, serverNames, location }) => [
        line,
        group,
        scheme,
        serverNames,
        location,
      ]),
    ).toEqual([
      [40, "api", "h2", ["www.x.test"], "/api"],
      [47, "app", "http", ["www.x.test"], "/"],
    ]);
  });
  it("reads timers, of which 0 is none", () => {
    expect(config.timers.map(({ value, line }) => [line, value.kind, value.ms, value.scope])).toEqual([
      [15, "read", 300_000, null],
      [41, "total", 250, "api"],
      [45, "total", 1500, "api"],
      [58, "connect", 5000, "app"],
      [80, "aside", 30_000, "app"],
      [72, "health-interval", 10_000, "app"],
      [71, "health-timeout", 1000, "app"],
      [82, "connect", 250, "api"],
      [89, "idle-upstream", 4000, "api"],
    ]);
  });
  it("reads retries, TLS, limits, checks and names looked up as it connects", () => {
    expect(config.retries).toMatchObject([
      { value: { times: 2, on: ["connect-failure", "refused-stream"], scope: "api" } },
    ]);
    expect(config.tls).toMatchObject([
      { value: { verify: true, serverName: "api.internal", scope: "api" }, line: 104 },
    ]);
    expect(config.limits.map(({ value }) => [value.kind, value.directive])).toEqual([
      ["rate", "LocalRateLimit"],
      ["server-connections", "max_connections"],
      ["server-connections", "max_pending_requests"],
      ["failures", "consecutive_5xx"],
    ]);
    expect(config.healthChecks).toMatchObject([{ value: { path: "/healthz" }, line: 73 }]);
    expect(config.resolvers).toMatchObject([{ value: { scope: "app" }, line: 59 }]);
    expect(config.keepaliveUpstream.map(({ value }) => [value.scope, value.on, value.byDefault])).toEqual([
      ["app", true, true],
      ["api", true, false],
    ]);
  });
  it("reads log formats, text and JSON, with their logs", () => {
    expect(config.logFormats.map(({ value }) => [value.dialect, value.template])).toEqual([
      ["envoy", '[%START_TIME%] %RESPONSE_CODE% %RESPONSE_FLAGS% "%UPSTREAM_HOST%"\n'],
      ["envoy-json", '{"status":"%RESPONSE_CODE%","host":"%UPSTREAM_HOST%"}'],
    ]);
    expect(config.accessLogs.map(({ value }) => value.path)).toEqual(["/var/log/envoy/access.log", "/dev/stdout"]);
  });
  it("finds answers made on purpose", () => {
    expect(config.deliberateErrors).toMatchObject([{ value: { status: 503, location: "/down" }, line: 36 }]);
  });
  it("reads the same as JSON, in one line or in many", () => {
    for (const space of [0, 2]) {
      const text = JSON.stringify(parse(BOOTSTRAP), null, space);
      const json = parseEnvoyConfig([{ name: "envoy.json", text }]);
      const values = (each: typeof config) =>
        JSON.stringify([each.timers, each.routes, each.upstreams], (key: string, value: unknown) =>
          key === "line" || key === "file" ? undefined : value,
        );
      expect(json.notes).toEqual([]);
      expect(values(json)).toBe(values(config));
      expect(json.timers[0]?.line).toBe(text.split("\n").findIndex((line) => line.includes("stream_idle_timeout")) + 1);
    }
  });
  it("reads clusters of a file that lists them alone, and of a config_dump", () => {
    const cluster = { name: "c", type: "EDS", connect_timeout: "1s", lb_policy: "ROUND_ROBIN" };
    const texts = [
      JSON.stringify({ resources: [{ "@type": "type.googleapis.com/envoy.config.cluster.v3.Cluster", ...cluster }] }),
      JSON.stringify({ configs: [{ dynamic_active_clusters: [{ version_info: "1", cluster }] }] }),
    ];
    for (const text of texts)
      expect(parseEnvoyConfig([{ name: "cds.json", text }]).timers).toMatchObject([
        { value: { kind: "connect", ms: 1000 } },
      ]);
  });
});
