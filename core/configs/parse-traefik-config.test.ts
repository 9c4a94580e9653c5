import { describe, expect, it } from "vitest";
import { parseTraefikConfig } from "./parse-traefik-config";

// In the form of Traefik's reference of its file provider.
const DYNAMIC = `http:
  routers:
    app:
      rule: "Host(\`www.x.test\`, \`x.test\`) && PathPrefix(\`/shop\`)"
      service: app
      middlewares: [again, slow-down]
    legacy:
      rule: Host(\`old.x.test\`)
      service: legacy@file
  middlewares:
    again:
      retry:
        attempts: 4
        initialInterval: 100ms
    slow-down:
      rateLimit:
        average: 100
        burst: 50
  services:
    app:
      loadBalancer:
        servers:
        - url: "http://10.0.0.1:8080"
        - url: "http://app.svc.test"
        healthCheck:
          path: /healthz
          interval: "10s"
          timeout: "3s"
    legacy:
      loadBalancer:
        serversTransport: internal
        servers:
        - url: "https://10.0.0.9:8443"
    gone:
      loadBalancer:
        servers: []
  serversTransports:
    internal:
      serverName: legacy.internal
      insecureSkipVerify: true
      forwardingTimeouts:
        dialTimeout: "5s"
        responseHeaderTimeout: 20
        idleConnTimeout: 4s
`;
const STATIC = `# static configuration
[entryPoints]
  [entryPoints.web]
    address = ":80"
    [entryPoints.web.transport.respondingTimeouts]
      readTimeout = "60s"
      idleTimeout = 180

[accessLog]
  filePath = "/var/log/traefik/access.log"
  format = "json"
  [accessLog.fields]
    defaultMode = "keep"

[providers.file]
  directory = "/etc/traefik/dynamic"

[http.routers.api]
  rule = "Host(\`api.x.test\`)"
  service = "api"

[http.services]
  [http.services.api.loadBalancer]
    [[http.services.api.loadBalancer.servers]]
      url = "http://10.0.0.1:8080"
    [[http.services.api.loadBalancer.servers]]
      url = "http://10.0.0.2:8080"
`;

describe("parseTraefikConfig", () => {
  const config = parseTraefikConfig([
    { name: "dynamic.yaml", text: DYNAMIC },
    { name: "traefik.toml", text: STATIC },
  ]);

  it("reads services of YAML and TOML, each server on its line", () => {
    expect(
      config.upstreams.flatMap(({ name, servers }) =>
        servers.map(({ address, file, line }) => [name, address, file, line]),
      ),
    ).toEqual([
      ["app", "10.0.0.1:8080", "dynamic.yaml", 23],
      ["app", "app.svc.test:80", "dynamic.yaml", 24],
      ["legacy", "10.0.0.9:8443", "dynamic.yaml", 33],
      ["api", "10.0.0.1:8080", "traefik.toml", 25],
      ["api", "10.0.0.2:8080", "traefik.toml", 27],
    ]);
  });
  it("reads routers", () => {
    expect(
      config.routes.map(({ group, scheme, serverNames, location, line }) => [
        line,
        group,
        scheme,
        serverNames,
        location,
      ]),
    ).toEqual([
      [5, "app", "http", ["www.x.test", "x.test"], "/shop"],
      [9, "legacy", "https", ["old.x.test"], null],
      [20, "api", "http", ["api.x.test"], null],
    ]);
  });
  it("reads timers; those of a transport hold for the service that uses it", () => {
    expect(config.timers.map(({ value, line }) => [line, value.kind, value.ms, value.scope])).toEqual([
      [6, "client", 60_000, null],
      [7, "idle-client", 180_000, null],
      [27, "health-interval", 10_000, "app"],
      [28, "health-timeout", 3000, "app"],
      [42, "connect", 5000, "legacy"],
      [43, "read", 20_000, "legacy"],
      [44, "idle-upstream", 4000, "legacy"],
    ]);
  });
  it("reads retries, limits, TLS and the access log", () => {
    expect(config.retries).toMatchObject([{ value: { times: 3 }, line: 13 }]);
    expect(config.limits).toMatchObject([{ value: { kind: "rate", written: "average 100 burst 50" } }]);
    expect(config.tls.map(({ value }) => value.verify)).toEqual([false, null]);
    expect(config.accessLogs).toMatchObject([
      { value: { path: "/var/log/traefik/access.log", format: "json" }, line: 9 },
    ]);
    expect(config.logFormats).toMatchObject([{ value: { dialect: "traefik", template: '{"defaultMode":"keep"}' } }]);
  });
  it("takes a service without servers for an answer made on purpose", () => {
    expect(config.deliberateErrors).toMatchObject([{ value: { status: 503, scope: "gone" }, line: 36 }]);
  });
});
