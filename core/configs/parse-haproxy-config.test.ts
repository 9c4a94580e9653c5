import { describe, expect, it } from "vitest";
import { parseHaproxyConfig } from "./parse-haproxy-config";

// Accepted by `haproxy -c` of HAProxy 2.6.
const MAIN = `# made from the examples of the manual
global
    log stdout format raw local0 info
    maxconn 4000
    tune.bufsize 32768
    ssl-server-verify none

resolvers mydns
    nameserver dns1 10.0.0.53:53
    nameserver dns2 10.0.0.54:53
    timeout resolve 1s

defaults
    mode http
    log global
    option httplog
    timeout connect 5s
    timeout client 50s
    timeout server 50000
    timeout queue 30s
    retries 3
    retry-on conn-failure empty-response
    default-server inter 3s fall 3

frontend www
    bind :8080
    log-format "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r"
    acl is_api path_beg /api
    acl www_host hdr(host) -i www.x.test x.test
    acl too_fast sc_http_req_rate(0) gt 100
    stick-table type ip size 100k expire 30s store http_req_rate(10s)
    http-request track-sc0 src
    http-request deny deny_status 429 if too_fast
    http-request return status 503 content-type text/html string "down" if { path /maintenance }
    use_backend api if is_api www_host
    use_backend maint if { path_beg /old }
    default_backend app

backend app
    option httpchk GET /healthz
    timeout server 10s
    server app01 10.1.18.31:8080 check maxconn 100
    server app02 10.1.18.32:8080 check backup # second
    server-template web 2 app.svc.test:8080 resolvers mydns init-addr none

backend api
    http-reuse never
    server api1 2001:db8::1:8443 ssl verify required ca-file /etc/ssl/certs/ca-certificates.crt sni str(api.internal)
    server api2 unix@/run/api.sock

backend maint
    errorfile 503 /etc/haproxy/errors/503.http

listen redis
    mode tcp
    bind 127.0.0.1:6380
    server r1 127.0.0.1:6379 disabled
`;

describe("parseHaproxyConfig", () => {
  const config = parseHaproxyConfig([{ name: "haproxy.cfg", text: MAIN }]);

  it("reads groups, with the names that the log writes and the addresses behind them", () => {
    const [app, api] = config.upstreams;
    expect(app?.servers.map(({ name, address, line }) => [name, address, line])).toEqual([
      ["app/app01", "10.1.18.31:8080", 42],
      ["app/app02", "10.1.18.32:8080", 43],
      ["app/web1", "app.svc.test:8080", 44],
      ["app/web2", "app.svc.test:8080", 44],
    ]);
    expect(app?.servers[0]?.parameters).toEqual(["check", "maxconn", "100"]);
    expect(api?.servers.map(({ address }) => address)).toEqual(["[2001:db8::1]:8443", "unix:/run/api.sock"]);
  });
  it("reads routes with the hosts and paths their ACLs ask for", () => {
    expect(
      config.routes.map(({ target, scheme, serverNames, location }) => [target, scheme, serverNames, location]),
    ).toEqual([
      ["api", "https", ["www.x.test", "x.test"], "/api"],
      ["maint", null, [], "/old"],
      ["app", "http", [], null],
      ["redis", "tcp", [], null],
    ]);
  });
  it("reads timers: a bare number is milliseconds, and a backend's own hold for it alone", () => {
    expect(config.timers.map(({ value, line }) => [line, value.kind, value.directive, value.ms, value.scope])).toEqual([
      [11, "resolve", "timeout resolve", 1000, null],
      [17, "connect", "timeout connect", 5000, null],
      [18, "client", "timeout client", 50_000, null],
      [19, "read", "timeout server", 50_000, null],
      [20, "queue", "timeout queue", 30_000, null],
      [41, "read", "timeout server", 10_000, "app"],
      [42, "health-interval", "inter", 3000, "app"],
      [43, "health-interval", "inter", 3000, "app"],
    ]);
    expect(config.directives["timeout server"]?.map(({ value }) => value)).toEqual(["50000", "10s"]);
  });
  it("reads retries, resolvers, TLS, buffers, pools, limits and checks", () => {
    expect(config.retries.map(({ value }) => [value.times, value.on])).toEqual([
      [3, []],
      [null, ["conn-failure", "empty-response"]],
    ]);
    expect(config.resolvers).toMatchObject([{ value: { servers: ["10.0.0.53:53", "10.0.0.54:53"] }, line: 9 }]);
    expect(config.tls).toMatchObject([
      {
        value: {
          scope: "api",
          verify: true,
          serverName: "str(api.internal)",
          ca: "/etc/ssl/certs/ca-certificates.crt",
        },
      },
    ]);
    expect(config.buffers).toMatchObject([{ value: { kind: "response-header", bytes: 32_768 }, line: 5 }]);
    expect(config.keepaliveUpstream.map(({ value }) => [value.scope, value.on, value.byDefault])).toEqual([
      ["app", true, true],
      ["api", false, false],
    ]);
    expect(config.limits.map(({ value }) => [value.kind, value.written])).toEqual([
      ["proxy-connections", "4000"],
      ["rate", "deny deny_status 429 if too_fast"],
      ["server-connections", "100"],
    ]);
    expect(config.healthChecks[0]?.value.path).toBe("/healthz");
  });
  it("reads the log format with the log it belongs to", () => {
    const [format] = config.logFormats;
    expect(format?.value).toMatchObject({ name: "frontend www", dialect: "haproxy" });
    expect(format?.value.template).toMatch(/^%ci:%cp \[%tr\] .* %\{\+Q\}r$/);
    expect(config.accessLogs.map(({ value }) => value)).toEqual([
      { path: "stdout", format: "frontend www" },
      { path: "stdout", format: "httplog" },
    ]);
  });
  it("names the captured headers of httplog, where all frontends agree", () => {
    const templates = (...frontends: string[][]) =>
      parseHaproxyConfig([
        {
          name: "haproxy.cfg",
          text: `defaults\n mode http\n option httplog\n${frontends
            .map((lines, at) => `frontend f${at}\n bind :80\n ${lines.join("\n ")}\n`)
            .join("")}`,
        },
      ]).logFormats.map(({ value }) => /%\S+hr/.exec(value.template)?.[0] ?? value.template);
    const host = "capture request header Host len 40";
    const agent = "capture request header User-Agent len 128";
    const answer = "capture response header Content-Type len 20";
    expect(templates([host])).toEqual(["%(Host)hr"]);
    expect(templates([agent, host, answer], [agent, host])).toEqual(["%(User-Agent|Host)hr"]);
    expect(templates(["http-request capture req.hdr(Host) len 40", agent])).toEqual(["%(Host|User-Agent)hr"]);
    expect(templates(["declare capture request len 40", host])).toEqual(["%(?|Host)hr"]);
    expect(templates(["http-request capture req.hdr(Host) id 0", agent])).toEqual(["%(User-Agent)hr"]);
    expect(templates([host], [])).toEqual(["%(Host)hr"]);
    expect(templates([host], [agent, host])).toEqual([]);
    expect(templates([host], [answer])).toEqual([]);
    expect(templates([answer])).toEqual([]);
    expect(templates([host, "log-format %ci"])).toEqual(["%ci"]);
    expect(templates([host, "option httplog clf"])).toEqual([]);
    expect(templates([host, "option tcplog"])).toEqual([]);
  });

  it("finds answers made on purpose, a backend without servers among them", () => {
    expect(config.deliberateErrors.map(({ value, line }) => [line, value.status, value.location, value.scope])).toEqual(
      [
        [34, 503, "www if { path /maintenance }", null],
        [51, 503, "maint, which has no server", "maint"],
        [54, 503, "redis, every server disabled", "redis"],
      ],
    );
  });
  it("reads a folder of files as -f does: by name, haproxy.cfg first, defaults going on", () => {
    const folder = parseHaproxyConfig([
      { name: "conf.d/20-app.cfg", text: "backend app\n  server a 10.0.0.1:80 check\n" },
      { name: "conf.d/10-web.cfg", text: "frontend web\n  default_backend app\n" },
      { name: "haproxy.cfg", text: "defaults\n  mode http\n  default-server inter 500 ssl verify none\n" },
    ]);
    expect(folder.routes).toMatchObject([
      { target: "app", group: "app", scheme: "https", file: "conf.d/10-web.cfg", line: 2 },
    ]);
    expect(folder.timers).toMatchObject([{ value: { ms: 500 }, file: "conf.d/20-app.cfg", line: 2 }]);
    expect(folder.tls).toMatchObject([{ value: { verify: false } }]);
  });
  it("takes quotes and escapes as HAProxy does, and survives those that are not closed", () => {
    const text = `frontend f\n  log-format "a \\"b\\" #c" # comment\n  log-format 'x\n  log-format a\\ b\n`;
    const quoted = parseHaproxyConfig([{ name: "x.cfg", text }]);
    expect(quoted.logFormats.map(({ value }) => value.template)).toEqual(['a "b" #c', "x", "a b"]);
  });
});
