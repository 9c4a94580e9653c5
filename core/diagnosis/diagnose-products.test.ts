import { describe, expect, it } from "vitest";
import { parseHaproxyConfig } from "@/core/configs/parse-haproxy-config";
import { buildSteps } from "@/core/checklists/build-steps";
import type { Evidence } from "@/core/evidence/evidence";
import { buildHops } from "./build-hops";
import { candidatesFor } from "./candidates";
import { buildEvidence, connects, marker, reason } from "./cases/evidence-builder";
import { productCases } from "./cases/product-cases";
import { diagnose } from "./diagnose";
import { missingFacts } from "./missing-facts";
import { summarise } from "./summarise";

/** What only nginx's configuration, command line and log have. */
const NGINX = /nginx|proxy_[a-z]+ |fastcgi_|error_log|log_format|limit_req|\$upstream|worker_connections|max_fails=/i;

function everythingSaid(evidence: Evidence): string {
  const verdicts = diagnose(evidence);
  const spoken = verdicts.map(({ title, signals, missing }) => [title, ...signals.map(({ text }) => text), ...missing]);
  const steps = buildSteps(evidence, verdicts).map(({ title, why, commands, verify }) => [
    title,
    why,
    ...commands,
    verify,
  ]);
  const hops = buildHops(evidence, verdicts, 3).map(({ label, detail }) => `${label ?? ""} ${detail}`);
  return [...spoken.flat(), ...steps.flat(), ...hops, summarise(evidence, verdicts)].join("\n");
}

describe.each(productCases.map((one) => [one.name, one] as const))("%s", (_name, { cause, standing, ...one }) => {
  it("is named", () => {
    const [verdict] = diagnose(one.shows);
    expect(verdict).toMatchObject({ cause, standing });
  });
  it("is not mistaken for its look-alike", () => {
    expect(diagnose(one.lookAlike)[0]?.cause).toBe(one.instead);
  });
  it("says nothing in the words of nginx, and nothing of an error log that nobody gave", () => {
    for (const evidence of [one.shows, one.lookAlike]) {
      const said = everythingSaid(evidence);
      expect(said).not.toMatch(NGINX);
      if (evidence.lacks.errorLog) expect(said).not.toMatch(/error log (?:has|is|says)/i);
    }
  });
});

describe("a reason in the access line", () => {
  const queue = reason("circuit-breaker", 134, "sQ", { label: "timeout queue ran out", upstreams: [] });
  const spike = { failed: 134, byStatus: { "503": 134 } };
  const standingOf = (evidence: Evidence, cause: string) =>
    diagnose(evidence).find((verdict) => verdict.cause === cause)?.standing;

  it("is quoted with its code and its place", () => {
    const [verdict] = diagnose(buildEvidence({ product: "haproxy", signatures: [queue] }, spike));
    expect(verdict?.signals[0]).toMatchObject({
      text: "134 × timeout queue ran out (sQ) in the access log",
      source: "access-log",
    });
  });
  it("makes its cause likely by itself", () => {
    expect(standingOf(buildEvidence({ product: "haproxy", signatures: [queue] }, spike), "circuit-breaker")).toBe(
      "likely",
    );
  });
  it("confirms beside something that is not the flag once more", () => {
    const surge = { beforePerMinute: 40, duringPerMinute: 120, times: 3, correlation: 0.7 };
    const evidence = buildEvidence({ product: "haproxy", signatures: [queue], traffic: surge }, spike);
    expect(standingOf(evidence, "circuit-breaker")).toBe("confirmed");
  });
  it("does not confirm where it explains less than nine in ten failures", () => {
    const surge = { beforePerMinute: 40, duringPerMinute: 120, times: 3, correlation: 0.7 };
    const evidence = buildEvidence(
      { product: "haproxy", signatures: [{ ...queue, count: 100 }], traffic: surge },
      spike,
    );
    expect(standingOf(evidence, "circuit-breaker")).toBe("likely");
  });
  it("never confirms where the flag is shared by several faults", () => {
    const shared = reason("premature-close", 100, "UC", { confidence: "medium", label: "upstream closed" });
    const evidence = buildEvidence(
      {
        product: "envoy",
        signatures: [shared],
        connect: connects(0, 100),
        header: { seen: 0, unseen: 100, samples: [] },
      },
      { byStatus: { "503": 100 } },
    );
    expect(standingOf(evidence, "premature-close")).toBe("likely");
  });
  it("that a refusal and a failed handshake share leaves the word to the configuration and to what changed", () => {
    const text = "backend be\n  mode http\n  server a 10.0.0.1:8443 ssl verify required ca-file ca.pem\n";
    const renewed = {
      product: "haproxy" as const,
      signatures: [reason("upstream-down", 100, "SC", { confidence: "medium", upstreams: ["be/a"] })],
      connect: connects(100, 0),
      config: parseHaproxyConfig([{ name: "haproxy.cfg", text }]),
      markers: [marker("deploy", 12, "release with a renewed certificate")],
    };
    const only503 = { byStatus: { "503": 100 } };
    expect(diagnose(buildEvidence(renewed, only503))[0]?.cause).toBe("tls-verify");
    expect(diagnose(buildEvidence({ ...renewed, config: null }, only503))[0]?.cause).toBe("upstream-down");
  });
  it("speaks against other causes as a reason, not as an error log, and less so where it is ambiguous", () => {
    const against = (confidence: "high" | "medium" | "low") =>
      diagnose(buildEvidence({ product: "envoy", signatures: [reason("upstream-down", 100, "UF", { confidence })] }))
        .find((verdict) => verdict.cause === "no-route")
        ?.signals.find((signal) => !signal.for);
    expect(against("medium")).toMatchObject({
      text: "The access log gives other reasons: mostly upstream down",
      source: "access-log",
      weight: 1.4,
    });
    expect(against("low")?.weight).toBe(0.6);
    expect(against("high")?.weight).toBe(3.5);
  });
  it("that says little more than that it failed is a hint, whatever it is a hint at", () => {
    const low = reason("premature-close", 100, "x", { confidence: "low", label: "the request failed" });
    const [verdict] = diagnose(buildEvidence({ product: "squid", signatures: [low] }));
    expect(verdict?.cause === "premature-close" ? verdict.signals[0]?.weight : 0).toBeLessThanOrEqual(1.8);
    expect(standingOf(buildEvidence({ product: "squid", signatures: [low] }), "premature-close")).toBe("possible");
  });
  it("stays a reason beside an error log that says something else", () => {
    const shared = reason("upstream-down", 100, "SC", { confidence: "medium" });
    const down = { ...reason("no-live-upstreams", 3, "-"), source: "error-log" as const };
    const evidence = buildEvidence({ product: "haproxy", signatures: [shared, down] }, { byStatus: { "503": 100 } });
    const against = diagnose(evidence)
      .find((verdict) => verdict.cause === "no-route")
      ?.signals.find((signal) => !signal.for);
    expect(against).toMatchObject({ source: "access-log", weight: 1.4 });
  });
  it("is counted once beside an error log that says the same", () => {
    const both = [queue, { ...queue, source: "error-log" as const, count: 120 }];
    const [verdict] = diagnose(buildEvidence({ product: "haproxy", signatures: both }, spike));
    expect(verdict?.signals[0]?.text).toMatch(/^134 × timeout queue ran out/);
  });
});

describe("what is missing", () => {
  it.each([
    ["nginx", "error_log"],
    ["haproxy", "option httplog"],
    ["apache", "LogLevel"],
    ["envoy", "%RESPONSE_FLAGS%"],
    ["caddy", "http.log.error"],
    ["traefik", "DEBUG"],
    ["varnish", "FetchError"],
    ["squid", "%err_code"],
    ["aws-alb", "access_logs.s3.enabled"],
    ["cloudflare", "OriginResponseStatus"],
  ] as const)("behind %s is asked for as %s", (product, word) => {
    expect(missingFacts(buildEvidence({ product }), ["signatures"]).join()).toContain(word);
    const gap = buildSteps(buildEvidence({ product }), diagnose(buildEvidence({ product }))).find(
      ({ id }) => id === "logging-gap",
    );
    expect(gap?.why).toContain("it tells what the proxy met");
  });
  it("is not an error log where the lines give reasons", () => {
    const evidence = buildEvidence(
      {
        product: "haproxy",
        signatures: [reason("circuit-breaker", 100, "sQ")],
        markers: [marker("deploy", 30)],
      },
      { byStatus: { "503": 100 } },
    );
    expect(diagnose(evidence)[0]?.missing.join()).not.toMatch(/error log|httplog \(term/);
  });
});

describe("a CDN's log alone", () => {
  const refusedByOrigin = productCases.find(({ product }) => product === "cloudfront")?.shows ?? buildEvidence();
  const alone = { ...refusedByOrigin, spike: { ...refusedByOrigin.spike, tier: "origin" as const }, otherTier: null };

  it("puts the failure at the CDN, which is the edge wherever its log is the only one", () => {
    const hops = buildHops(alone, diagnose(alone), 3);
    expect(hops.find(({ hop }) => hop === "cdn")).toMatchObject({ state: "failing" });
    expect(hops.find(({ hop }) => hop === "cdn")?.detail).toContain("The errors are in CloudFront's own log");
    expect(hops.find(({ hop }) => hop === "proxy")?.detail).toBe("No log of the origin's proxy was given");
  });
  it("calls the CDN by its name in the one sentence", () => {
    expect(summarise(alone, diagnose(alone))).toMatch(/CloudFront could not reach the origin from 10:21/);
  });
});

describe("candidates of an undetermined incident", () => {
  const candidates = (product: Evidence["product"], status: number) =>
    candidatesFor(buildEvidence({ product }, { byStatus: { [status]: 100 } }));

  it("are those that the product answers with this status", () => {
    expect(candidates("haproxy", 503)).toEqual(expect.arrayContaining(["upstream-down", "no-live-upstreams"]));
    expect(candidates("haproxy", 503)).not.toContain("premature-close");
    expect(candidates("apache", 502)).toEqual(expect.arrayContaining(["upstream-timeout", "premature-close"]));
    expect(candidates("cloudflare", 521)[0]).toBe("cdn-origin-unreachable");
    expect(candidates("nginx", 503)).toEqual(["rate-limited", "maintenance-mode", "no-endpoints", "passed-through"]);
  });
});
