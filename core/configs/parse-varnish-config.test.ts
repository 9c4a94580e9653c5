import { expect, it } from "vitest";
import { parseVarnishConfig } from "./parse-varnish-config";

// Accepted by `varnishd -C` of Varnish 7.1.
const VCL = `vcl 4.1;
import directors; // "quoted" comment
/* backend old {
   .host = "10.9.9.9"; } */
probe healthz {
    .url = "/healthz";
    .interval = 5s;
    .timeout = 1s;
}
backend app {
    .host = "10.0.0.1";
    .port = "8080";
    .connect_timeout = 1s;
    .first_byte_timeout = 20s;
    .between_bytes_timeout = 10s;
    .max_connections = 100;
    .probe = healthz;
}
backend sock {
    .path = "/run/app.sock";
    .probe = { .url = "/ping"; .interval = 2s; }
}
sub vcl_init {
    new pool = directors.round_robin();
    pool.add_backend(app);
}
sub vcl_recv {
    if (req.url ~ "^/old") {
        return (synth(503, "Gone for maintenance"));
    }
    set req.backend_hint = pool.backend();
    if (req.url ~ "^/sock") {
        set req.backend_hint = sock;
    }
}
`;

it("reads backends, probes and answers made on purpose", () => {
  const config = parseVarnishConfig([{ name: "default.vcl", text: VCL }]);
  expect(
    config.upstreams.map(({ name, servers }) => [name, servers.map(({ address, line }) => [address, line])]),
  ).toEqual([
    ["app", [["10.0.0.1:8080", 11]]],
    ["sock", [["unix:/run/app.sock", 20]]],
  ]);
  expect(config.timers.map(({ value, line }) => [line, value.kind, value.ms, value.scope])).toEqual([
    [13, "connect", 1000, "app"],
    [14, "read", 20_000, "app"],
    [15, "read", 10_000, "app"],
    [7, "health-interval", 5000, "app"],
    [8, "health-timeout", 1000, "app"],
    [21, "health-interval", 2000, "sock"],
  ]);
  expect(config.limits).toMatchObject([{ value: { kind: "server-connections", written: "100" }, line: 16 }]);
  expect(config.healthChecks.map(({ value }) => value.path)).toEqual(["/healthz", "/ping"]);
  expect(config.deliberateErrors).toMatchObject([{ value: { status: 503, kind: "condition" }, line: 29 }]);
});

it("reads attributes written without spaces", () => {
  const config = parseVarnishConfig([
    { name: "x.vcl", text: 'backend b {.host="10.0.0.2";.port="81";.connect_timeout=2s;}' },
  ]);
  expect(config.upstreams[0]?.servers[0]?.address).toBe("10.0.0.2:81");
  expect(config.timers[0]?.value.ms).toBe(2000);
});
