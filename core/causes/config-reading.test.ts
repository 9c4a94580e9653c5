import { describe, expect, it } from "vitest";
import { parseCaddyfile } from "@/core/configs/parse-caddyfile";
import { parseHaproxyConfig } from "@/core/configs/parse-haproxy-config";
import { buildEvidence, share } from "@/core/diagnosis/cases/evidence-builder";
import {
  configRoutes,
  configuredServer,
  failsInGroup,
  hostAndPort,
  place,
  speaksTls,
  timersIn,
  written,
} from "./config-reading";

const HAPROXY = parseHaproxyConfig([
  {
    name: "haproxy.cfg",
    text: `defaults
    mode http
    timeout connect 2s
    timeout server 50s
frontend web
    use_backend secure if { path_beg /pay }
    default_backend app
backend app
    timeout server 10s
    server app01 10.0.0.1:8080 check
backend secure
    timeout server 30s
    server s1 10.0.0.9:8443 ssl verify none
`,
  },
]);

describe("what a configuration says of the failing upstreams", () => {
  const failing = (value: string) => buildEvidence({ upstreams: [share(value, 100, 100)], config: HAPROXY });
  const readTimers = (value: string) => timersIn(failing(value), ["read"]).map(written);

  it("leaves out the timers of other groups, by name or by address as the log has it", () => {
    expect(readTimers("app/app01")).toEqual(["timeout server 50s", "timeout server 10s"]);
    expect(readTimers("10.0.0.9:8443")).toEqual(["timeout server 50s", "timeout server 30s"]);
    expect(readTimers("secure")).toEqual(["timeout server 50s", "timeout server 30s"]);
  });
  it("takes all of them where the log does not tell", () => {
    expect(readTimers("203.0.113.9:1")).toHaveLength(3);
    expect(timersIn(buildEvidence(), ["read"])).toEqual([]);
  });
  it("knows the routes to the failing group, and whether they speak TLS", () => {
    expect(configRoutes(failing("app/app01")).map(speaksTls)).toEqual([false]);
    expect(configRoutes(failing("secure/s1")).map(speaksTls)).toEqual([true]);
    expect(configRoutes(failing("203.0.113.9:1"))).toHaveLength(2);
  });
  it("knows whether the failing lines name a group that has no server", () => {
    expect(failsInGroup(failing("maint/<NOSRV>"), "maint")).toBe(true);
    expect(failsInGroup(failing("gone@file"), "gone")).toBe(true);
    expect(failsInGroup(failing("app/app01"), "maint")).toBe(false);
  });
  it("finds the server behind a name of the log", () => {
    expect(configuredServer(failing("app/app01"), "app/app01")?.address).toBe("10.0.0.1:8080");
    expect(configuredServer(failing("app/app01"), "app/app02")).toBeUndefined();
  });
  it("speaks each product's own words", () => {
    const caddy = parseCaddyfile([
      {
        name: "Caddyfile",
        text: "x.test {\n\treverse_proxy app:80 {\n\t\ttransport http {\n\t\t\tdial_timeout 2s\n\t\t}\n\t}\n}\n",
      },
    ]);
    const [timer] = timersIn(buildEvidence({ config: caddy }), ["connect"]);
    expect(timer === undefined ? "" : `${place(timer)}: ${written(timer)}`).toBe("Caddyfile:4: dial_timeout 2s");
  });
});

it("takes addresses apart", () => {
  expect(hostAndPort("10.0.0.1:8080")).toEqual({ host: "10.0.0.1", port: "8080" });
  expect(hostAndPort("[2001:db8::1]:443")).toEqual({ host: "[2001:db8::1]", port: "443" });
  expect(["app", "unix:/run/app.sock", "a b:80", "2001:db8::1"].map(hostAndPort)).toEqual([null, null, null, null]);
});

it("names a place by file and line", () => {
  expect(place({ file: "/etc/nginx/nginx.conf", line: 33 })).toBe("nginx.conf:33");
  expect(place({ file: "/etc/haproxy/haproxy.cfg", line: 12 })).toBe("haproxy.cfg:12");
  expect(place({ file: "/srv/case/Caddyfile", line: 3 })).toBe("Caddyfile:3");
  expect(place({ file: "/etc/nginx/conf.d/app.conf", line: 7 })).toBe("conf.d/app.conf:7");
  expect(place({ file: "sites-enabled/shop.conf", line: 7 })).toBe("sites-enabled/shop.conf:7");
  expect(place({ file: "app.conf", line: 7 })).toBe("app.conf:7");
});
