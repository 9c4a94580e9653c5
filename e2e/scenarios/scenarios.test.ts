import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, it } from "vitest";
import { expectDiagnosed, type ScenarioLabel } from "@/e2e/expect-diagnosed";
import { ScanPool } from "@/server/ingest/scan-pool";
import { analyzeFiles } from "@/server/ingest/analyze-files";

// Every folder here holds the logs of one story, recorded from real proxies with a real fault, and `label.json` with the truth.

const ROOT = path.dirname(fileURLToPath(import.meta.url));

const stories = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

// The stories share their threads, which compile once.
const pool = new ScanPool();
afterAll(() => pool.close());

async function analyze(story: string) {
  const folder = path.join(ROOT, story);
  const label: ScenarioLabel = JSON.parse(readFileSync(path.join(folder, "label.json"), "utf8"));
  const inputs = label.files.map(({ name, tier }) => ({
    path: path.join(folder, name),
    name,
    tier: tier === "edge" && label.tiersNamed !== false ? ("edge" as const) : null,
  }));
  const options = {
    ...{ logFormat: null, fromMs: null, toMs: null, pool },
    timezone: label.timezoneGiven === true ? label.timezone : null,
  };
  const { report } = await analyzeFiles(inputs, options, () => {});
  return { label, report };
}

/** Stories that are not yet told right, and what is wrong; one that comes right must leave this list. */
const OPEN = new Map([
  ["apache-dns-failure", "a 500 that Apache made looks like the application's own; its error log is not asked"],
  ["apache-tls-verify", "a 500 that Apache made looks like the application's own; its error log is not asked"],
  [
    "haproxy-edge-relays-origin-502",
    "two tiers that log the same durations are not told apart without the operator's word",
  ],
  ["haproxy-health-check-flapping", "slow health checks are taken for an overloaded server"],
  [
    "haproxy-wrong-port-after-reload",
    "servers are named by the address that the config has now, not by that which was dialled",
  ],
]);

describe.each(stories)("%s", (story) => {
  const test = OPEN.has(story) ? it.fails : it;
  test("is diagnosed as it happened", async () => {
    const { label, report } = await analyze(story);
    expectDiagnosed(label, report);
  });
});
