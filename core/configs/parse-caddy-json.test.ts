import { expect, it } from "vitest";
import { parseCaddyJson } from "./parse-caddy-json";

// What `caddy adapt` of Caddy 2.6 makes of a Caddyfile, shortened.
const ADAPTED = `{
  "apps": {
    "http": {
      "servers": {
        "srv0": {
          "listen": [":443"],
          "idle_timeout": 120000000000,
          "routes": [
            {
              "match": [{"host": ["www.x.test"]}],
              "handle": [
                {
                  "handler": "subroute",
                  "routes": [
                    {
                      "match": [{"path": ["/api/*"]}],
                      "handle": [
                        {
                          "handler": "reverse_proxy",
                          "load_balancing": {"retries": 2},
                          "health_checks": {
                            "active": {"uri": "/healthz", "interval": 10000000000},
                            "passive": {"max_fails": 3, "fail_duration": 30000000000}
                          },
                          "transport": {
                            "protocol": "http",
                            "dial_timeout": "2s",
                            "response_header_timeout": 30000000000,
                            "keep_alive": {"enabled": false},
                            "tls": {"insecure_skip_verify": true, "server_name": "api.internal"}
                          },
                          "upstreams": [
                            {"dial": "10.0.0.1:8443"},
                            {"dial": "10.0.0.2:8443"}
                          ]
                        }
                      ]
                    },
                    {"handle": [{"handler": "static_response", "status_code": 503}]}
                  ]
                }
              ]
            }
          ]
        }
      }
    }
  }
}`;

it("reads what the admin API gives", () => {
  const config = parseCaddyJson([{ name: "caddy.json", text: ADAPTED }]);
  expect(config.upstreams[0]?.servers.map(({ address, line }) => [address, line])).toEqual([
    ["10.0.0.1:8443", 33],
    ["10.0.0.2:8443", 34],
  ]);
  expect(config.routes).toMatchObject([{ scheme: "https", serverNames: ["www.x.test"], location: "/api/*" }]);
  expect(config.timers.map(({ value, line }) => [line, value.kind, value.written, value.ms])).toEqual([
    [7, "idle-client", "120s", 120_000],
    [27, "connect", "2s", 2000],
    [28, "read", "30s", 30_000],
    [23, "aside", "30s", 30_000],
    [22, "health-interval", "10s", 10_000],
  ]);
  expect(config.tls).toMatchObject([{ value: { verify: false, serverName: "api.internal" }, line: 30 }]);
  expect(config.keepaliveUpstream).toMatchObject([{ value: { on: false } }]);
  expect(config.retries).toMatchObject([{ value: { times: 2 } }]);
  expect(config.deliberateErrors).toMatchObject([{ value: { status: 503, location: "www.x.test" } }]);
});

it("reads what stands before a fault", () => {
  const cut = ADAPTED.slice(0, ADAPTED.indexOf('{"dial": "10.0.0.2'));
  const config = parseCaddyJson([{ name: "caddy.json", text: cut }]);
  expect(config.upstreams[0]?.servers.map(({ address }) => address)).toEqual(["10.0.0.1:8443"]);
  expect(config.notes).toMatchObject([
    { value: "caddy.json is no valid JSON from line 34 on (it ends): only what stands before was read." },
  ]);
});
