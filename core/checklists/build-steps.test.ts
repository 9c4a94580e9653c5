import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CAUSES } from "@/core/causes/cause-registry";
import { parseHaproxyConfig } from "@/core/configs/parse-haproxy-config";
import type { Evidence } from "@/core/evidence/evidence";
import {
  buildEvidence,
  config,
  connects,
  field,
  instant,
  messages,
  reason,
  refused,
  share,
} from "@/core/diagnosis/cases/evidence-builder";
import { clientCases } from "@/core/diagnosis/cases/client-cases";
import { configCases } from "@/core/diagnosis/cases/config-cases";
import { networkCases } from "@/core/diagnosis/cases/network-cases";
import { overloadCases } from "@/core/diagnosis/cases/overload-cases";
import { upstreamCases } from "@/core/diagnosis/cases/upstream-cases";
import { diagnose } from "@/core/diagnosis/diagnose";
import { buildSteps } from "./build-steps";

const stepsFor = (evidence: Evidence) => buildSteps(evidence, diagnose(evidence));
const cases = { ...upstreamCases, ...overloadCases, ...networkCases, ...configCases, ...clientCases };

const oneDown = buildEvidence({
  signatures: [refused(100)],
  connect: connects(100, 0),
  durations: instant,
  upstreams: [share("10.20.3.12:8080", 100, 130), share("10.20.3.11:8080", 0, 270)],
  hosts: [share("www.example.test", 100, 400)],
  routes: [share("/healthz", 10, 40, { failedShare: 0.1 }), share("/orders/:id", 40, 100, { failedShare: 0.4 })],
  transience: { failed: 80, retried: 40, succeeded: 36, meanDelaySeconds: 12 },
  config: config(
    { proxy_connect_timeout: "60s" },
    {
      upstreams: [
        {
          name: "app",
          servers: [{ name: null, address: "10.20.3.12:8080", parameters: [], file: "nginx.conf", line: 31 }],
          keepalive: null,
          keepaliveTimeoutMs: null,
          file: "nginx.conf",
          line: 30,
        },
      ],
    },
  ),
});

describe("the checklist of a dead upstream", () => {
  const steps = stepsFor(oneDown);
  const commands = steps.flatMap((step) => step.commands);

  it("has real values in its commands", () => {
    expect(commands).toContain("curl -sv -o /dev/null http://10.20.3.12:8080/healthz");
    expect(commands).toContain("ss -ltnp 'sport = :8080'");
    expect(commands.join("\n")).not.toMatch(/\{(upstream|host|path|port|since)\}/);
  });
  it("names file and line of what it would change", () => {
    expect(commands.find((command) => command.includes("server 10.20.3.12:8080 max_fails"))).toContain(
      "# stands in nginx.conf:31",
    );
  });
  it("begins with the verdict's own steps and their evidence, and ends with the general measures", () => {
    expect(steps[0]).toMatchObject({ id: "upstream-listening", kind: "check" });
    expect(steps[0]?.why).toMatch(/^100 × connection refused, all from 10\.20\.3\.12:8080\./);
    const ids = steps.map((step) => step.id);
    expect(ids.indexOf("retry-by-hand")).toBeGreaterThan(ids.indexOf("upstream-restart-policy"));
    expect(ids).toEqual(expect.arrayContaining(["server-load", "last-changes", "client-retries", "error-page"]));
    expect(steps.find((step) => step.id === "retry-by-hand")?.why).toContain(
      "40 of 80 failed requests were tried again by the same client, 36 with success",
    );
  });
});

describe("the checklist beside a configuration of HAProxy", () => {
  const text =
    "defaults\n  mode http\n  timeout server 5s\nbackend be_app\n  server app01 10.1.18.31:8080 check\n  server app02 10.1.18.32:8080 check\n";
  const evidence = buildEvidence({
    signatures: [refused(100, "10.1.18.31:8080")],
    connect: connects(100, 0),
    durations: instant,
    upstreams: [share("be_app/app01", 100, 130), share("be_app/app02", 0, 270)],
    config: parseHaproxyConfig([{ name: "haproxy.cfg", text }]),
  });
  const commands = (from: Evidence) => stepsFor(from).flatMap((step) => step.commands);

  it("dials the address behind the server's name, and says where it stands", () => {
    expect(commands(evidence)).toContain("ss -ltnp 'sport = :8080'");
    expect(commands(evidence).find((command) => command.includes("server 10.1.18.31:8080 max_fails"))).toContain(
      "# stands in haproxy.cfg:5",
    );
  });
  it("names the directive that does there what nginx's does", () => {
    const slow = buildEvidence(
      {
        signatures: [messages("upstream-timeout", 100, { upstreams: ["10.1.18.31:8080"] })],
        config: evidence.config,
        upstreams: evidence.upstreams,
      },
      {},
    );
    expect(commands(slow).join("\n")).toContain(
      "proxy_read_timeout 120s;   # fastcgi_read_timeout for php-fpm · there: timeout server 5s, haproxy.cfg:3",
    );
  });
});

describe("the checklist in HAProxy's own words", () => {
  const text =
    "defaults\n  mode http\n  timeout server 5s\nbackend be_app\n  server app01 10.1.18.31:8080 check\n  server app02 10.1.18.32:8080 check\n";
  const of = (cause: string) =>
    stepsFor(
      buildEvidence({
        product: "haproxy",
        signatures: [reason(cause, 100, "s", { upstreams: ["be_app/app01"] })],
        upstreams: [share("be_app/app01", 100, 130), share("be_app/app02", 0, 270)],
        config: parseHaproxyConfig([{ name: "haproxy.cfg", text }]),
      }),
    ).flatMap((step) => step.commands);

  it("says what a directive is now, and where it stands, on a line of its own", () => {
    expect(of("upstream-timeout")).toContain("timeout server 120s\n# now 5s, haproxy.cfg:3");
    expect(of("upstream-timeout")).toContain("haproxy -c -f /etc/haproxy/haproxy.cfg && systemctl reload haproxy");
  });
  it("finds the server that a directive is about by its address", () => {
    expect(of("upstream-down")).toContain(
      "server app1 10.1.18.31:8080 check inter 2s fall 3 rise 2\n# stands in haproxy.cfg:5",
    );
  });
  it("reviews what changed in HAProxy's folder, and shows its own error page", () => {
    expect(of("upstream-timeout")).toContain("ls -lt --time-style=full-iso /etc/haproxy | head");
    expect(of("upstream-timeout")).toContain("errorfile 502 /etc/haproxy/errors/502.http");
  });
});

describe("the log that would have told", () => {
  it.each([
    ["haproxy", "option httplog", "%Tc"],
    ["apache", "ErrorLogFormat", "%D"],
    ["envoy", "%RESPONSE_CODE_DETAILS%", "%UPSTREAM_HOST%"],
    ["caddy", "log_append upstream {http.reverse_proxy.upstream.hostport}", "log_append up_latency"],
    ["traefik", "--log.level=DEBUG", "OriginDuration"],
    ["varnish", "FetchError", "time_firstbyte"],
    ["aws-alb", "access_logs.s3.enabled", "target_processing_time"],
  ] as const)("of %s", (product, directive, field) => {
    const evidence = buildEvidence({ product });
    const gap = stepsFor(evidence).find((step) => step.id === "logging-gap");
    expect(gap?.commands.join("\n")).toContain(directive);
    expect(diagnose(evidence)[0]?.missing.join("\n")).toContain(field);
    expect(gap?.why).toMatch(/: it tells /);
  });
  it("is not asked of who gives a reason in every line", () => {
    const told = buildEvidence(
      { product: "haproxy", signatures: [reason("circuit-breaker", 100, "sQ")], latency: null },
      { byStatus: { "503": 100 } },
    );
    const all = { ...told, lacks: { ...told.lacks, fields: [] } };
    expect(JSON.stringify(stepsFor(all))).not.toMatch(/error log|error_log/);
  });
});

describe("every checklist", () => {
  it.each(Object.entries(cases))("%s: 6 to 11 steps, none twice, none with a gap", (_id, { shows }) => {
    const steps = stepsFor(shows);
    expect(steps.length).toBeGreaterThanOrEqual(6);
    expect(steps.length).toBeLessThanOrEqual(11);
    expect(new Set(steps.map((step) => step.id)).size).toBe(steps.length);
    expect(JSON.stringify(steps)).not.toMatch(
      /\{(upstream|upstreamHost|port|socket|host|path|client|name|since|until)\}/,
    );
  });

  it("speaks of the socket where the upstream is one", () => {
    const evidence = buildEvidence(
      {
        signatures: [messages("socket-missing", 100, { upstreams: ["unix:/run/php/php8.2-fpm.sock"] })],
        upstreamField: field({ unix: 100 }),
        durations: instant,
      },
      { requests: 100 },
    );
    expect(stepsFor(evidence).flatMap((step) => step.commands)).toContain("ls -l /run/php/php8.2-fpm.sock");
  });

  it("gives the exact log_format where the logs cannot tell", () => {
    const evidence = buildEvidence();
    const gap = stepsFor({
      ...evidence,
      lacks: { fields: ["upstreamAddr"], errorLog: true, config: true, markers: true },
    }).find((step) => step.id === "logging-gap");
    expect(gap?.kind).toBe("check");
    expect(gap?.commands[0]).toContain("log_format diag '$remote_addr - $remote_user [$time_local]");
    expect(gap?.commands[0]).toContain("$upstream_connect_time");
  });
});

describe("hostile values", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.constantFrom(
      "$(reboot)",
      "`id`:80",
      "a;rm -rf /:80",
      "-oProxyCommand=x:22",
      "x'; id; ':80",
      "10.0.0.1:80\nreboot",
      "a|b:1",
      "unix:/tmp/$(id).sock",
      "{host}",
      "[::1;id]:80",
      "a&&b",
    ),
  );
  const metacharacters = /[$`;|&<>\\!\n\r\t*?~#"]|\$\(/;

  it("never reach a command", () => {
    const trusted = new Set(CAUSES.map((cause) => cause.id));
    fc.assert(
      fc.property(
        hostile,
        hostile,
        hostile,
        hostile,
        fc.constantFrom(...trusted),
        (address, host, path, client, cause) => {
          const evidence = buildEvidence({
            signatures: [messages(cause, 100, { upstreams: [address] })],
            upstreams: [share(address, 100, 100)],
            hosts: [share(host, 100, 100)],
            routes: [share(path, 100, 100)],
            clients: [share(client, 100, 100), share("203.0.113.1", 0, 300)],
          });
          const neutral = buildEvidence({
            signatures: [messages(cause, 100, { upstreams: [] })],
            upstreams: [],
            hosts: [],
            routes: [],
            clients: [share("", 100, 100), share("", 0, 300)],
          });
          const verdicts = diagnose(evidence);
          const own = buildSteps(neutral, verdicts).flatMap((step) => step.commands);
          buildSteps(evidence, verdicts)
            .flatMap((step) => step.commands)
            .forEach((command) => {
              for (const value of [address, host, client, path]) {
                if (metacharacters.test(value) && value.length > 3)
                  expect(command.includes(value) && !own.some((text) => text.includes(value))).toBe(false);
              }
            });
        },
      ),
      { numRuns: 200 },
    );
  });

  it("leave a word in capitals instead", () => {
    const evidence = buildEvidence({
      signatures: [refused(100, "$(reboot):80")],
      upstreams: [share("$(reboot):80", 100, 100)],
      hosts: [share("x'; id; '", 100, 100)],
      routes: [share("/a;id", 100, 100)],
      durations: instant,
    });
    const commands = stepsFor(evidence).flatMap((step) => step.commands);
    expect(commands).toContain("curl -sv -o /dev/null http://UPSTREAM/a");
    expect(commands.join("\n")).not.toContain("reboot)");
    expect(commands.join("\n")).not.toContain("; id;");
  });

  it("do not make an option of a host that begins with a dash", () => {
    const evidence = buildEvidence({
      header: { seen: 100, unseen: 0, samples: [] },
      upstreams: [share("-oProxyCommand=id:22", 100, 100)],
    });
    expect(JSON.stringify(stepsFor(evidence).flatMap((step) => step.commands))).not.toContain("ProxyCommand");
  });

  it("quote the brackets of IPv6 and leave them out of a bare host", () => {
    const evidence = buildEvidence({
      signatures: [refused(100, "[2001:db8::1]:8080")],
      upstreams: [share("[2001:db8::1]:8080", 100, 100)],
      durations: instant,
    });
    expect(stepsFor(evidence).flatMap((step) => step.commands)).toContain(
      "curl -sv -o /dev/null http://'[2001:db8::1]:8080'/",
    );
  });
});
