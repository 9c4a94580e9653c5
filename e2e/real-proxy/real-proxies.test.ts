import { once } from "node:events";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, it } from "vitest";
import { reportSchema } from "@/core/contract/report";
import { analyzeScenario } from "@/e2e/analyze-scenario.mjs";
import { expectDiagnosed } from "@/e2e/expect-diagnosed";
import { guard } from "@/e2e/lab/guard.mjs";
import { missingProxies } from "@/e2e/proxy-programs.mjs";
import { analyzeArguments, labelSchema } from "@/e2e/score/label";

/**
 * Each fault is put before a real proxy for a few seconds, and the product must tell the story from the lines that the proxy itself
 * wrote: held against the label of that recording, which says what its lines show. The clock is stretched like a scenario's, since
 * spikes are found by the minute.
 */
const FAULTS = {
  nginx: [
    "keepalive-race",
    "single-upstream-down",
    "one-of-three-down",
    "worker-crash",
    "wrong-port-after-reload",
    "header-too-big",
    "dns-nxdomain",
    "slow-upstream",
    "socket-missing",
    "control-quiet",
  ],
  haproxy: [
    "haproxy-backend-down",
    "haproxy-one-of-three-down",
    "haproxy-route-closes",
    "haproxy-slow-upstream",
    "haproxy-unknown-ca",
    "control-haproxy-quiet",
  ],
  // Its balancer asks the other member by itself. What it cannot verify or resolve it answers with 500.
  apache2: [
    "apache-backend-down",
    "control-apache-one-of-two-down",
    "apache-closed-before-header",
    "apache-read-timeout",
    "apache-dns-failure",
    "control-apache-application-503",
  ],
  caddy: [
    "caddy-refused",
    "caddy-one-of-two-down",
    "caddy-upstream-closes",
    "caddy-slow-upstream",
    "caddy-unknown-ca",
    "control-caddy-application-500",
  ],
  // It speaks no TLS to its backends, and resolves their names when it loads its configuration.
  varnish: [
    "varnish-refused",
    "varnish-one-of-two-down",
    "varnish-closes",
    "varnish-first-byte-timeout-access-only",
    "control-varnish-traffic-triples",
  ],
  squid: [
    "squid-refused",
    "control-squid-one-of-two-down",
    "squid-closes",
    "squid-slow-upstream",
    "control-squid-quiet",
  ],
  "haproxy, nginx": ["haproxy-edge-origin-down"],
  "nginx, nginx": ["edge-relays-origin-502"],
};

/** A third of a recording lies in the fault: some 480 requests, of which a fault of one route still meets dozens. */
const USUAL = { seconds: 24, perSecond: 60 };
/** A race that retries hide shows in one request of seventy. */
const OF_THEIR_OWN = new Map([["keepalive-race", { seconds: 60, perSecond: 120 }]]);

/** Spikes are found by the minute: the first failing line may lie at either end of one, and a stray failure in the minute before. */
const ONSET_TOLERANCE_MS = 120_000;

/** A recorder says when its machine had no time for it; what it wrote is not judged then, but recorded again. */
const ATTEMPTS = 3;

/** No two recordings are the same: one that was misjudged is kept, to be looked at. */
const MISJUDGED = "node_modules/.cache/gumshoe-misjudged";

const missing = missingProxies();
const stories = Object.entries(FAULTS).flatMap(([products, faults]) =>
  faults.map((fault) => ({ fault, isMissing: products.split(", ").some((product) => missing.includes(product)) })),
);

/** In a process of its own: what one recorder works out would hold up the clients of another. */
async function recordAside(fault: string, folder: string) {
  const { seconds, perSecond } = OF_THEIR_OWN.get(fault) ?? USUAL;
  const words = ["--out", folder, "--seconds", String(seconds), "--per-second", String(perSecond)];
  for (let left = ATTEMPTS - 1; ; left--) {
    const recorder = await guard.spawn(process.execPath, ["e2e/lab/record.mjs", fault, ...words], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    const [said, [status]] = await Promise.all([text(recorder.stderr), once(recorder, "exit")]);
    if (status === 0) return;
    if (left === 0 || !said.includes("too busy to record")) throw new Error(said);
  }
}

describe("a real fault behind a real proxy", { concurrent: true }, () => {
  for (const { fault, isMissing } of stories)
    it.skipIf(isMissing)(`${fault}: is diagnosed from the proxy's own lines`, () =>
      guard.withFolder(async (folder: string) => {
        await recordAside(fault, folder);
        const out = join(folder, fault);
        const label = labelSchema.parse(JSON.parse(readFileSync(join(out, "label.json"), "utf8")));
        try {
          const report = reportSchema.parse(await analyzeScenario(analyzeArguments(label, out)));
          expectDiagnosed(label, report, ONSET_TOLERANCE_MS);
        } catch (error) {
          cpSync(out, join(MISJUDGED, fault), { recursive: true });
          throw error;
        }
      }),
    );
});
