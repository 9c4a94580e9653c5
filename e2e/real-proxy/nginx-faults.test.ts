import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { reportSchema } from "@/core/contract/report";
import { loadFault, record } from "@/e2e/lab/record.mjs";

const run = promisify(execFile);
const hasNginx = spawnSync("nginx", ["-v"]).status === 0;
const gumshoe = resolve("dist/gumshoe.js");

/**
 * Each fault is put before a real nginx for a few seconds, and the product must name its cause from the lines nginx itself wrote.
 * The short recording's clock is stretched like a scenario's, since spikes are found by the minute.
 */
const FAULTS = [
  "single-upstream-down",
  "one-of-three-down",
  "worker-crash",
  "keepalive-race",
  "wrong-port-after-reload",
  "header-too-big",
  "dns-nxdomain",
  "slow-upstream",
  "socket-missing",
];

/**
 * Seconds of a recording; a third of it, some 600 requests, lies in the fault. Half of that is too little: on a busy machine fewer
 * requests get through, and a fault of one route in ten is then no more than chance. A race that retries hide needs longer still.
 */
const SECONDS = 30;
const LONGER = new Map([["keepalive-race", 60]]);
const PER_SECOND = 60;

interface Label {
  incidents: { upstreams: string[]; acceptableCauses: string[]; observed: { first: string } }[];
  files: { name: string }[];
}

describe.skipIf(!hasNginx)("a real nginx with a real fault", { concurrent: true }, () => {
  const scratch = mkdtempSync(join(tmpdir(), "gumshoe-real-"));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  it.each(FAULTS)("%s: its cause is named from nginx's own lines", { timeout: 120_000 }, async (name) => {
    const out = join(scratch, name);
    await record({ ...(await loadFault(name)), perSecond: PER_SECOND }, { seconds: LONGER.get(name) ?? SECONDS, out });
    const label: Label = JSON.parse(readFileSync(join(out, "label.json"), "utf8"));
    const files = label.files.map((file) => join(out, file.name));
    const { stdout } = await run(process.execPath, [gumshoe, "analyze", "--json", ...files], { maxBuffer: 1 << 26 });
    const report = reportSchema.parse(JSON.parse(stdout));
    const [truth] = label.incidents;
    expect(report.incidents).toHaveLength(1);
    const [incident] = report.incidents;
    expect(truth?.acceptableCauses).toContain(incident?.verdicts[0]?.cause);
    expect(incident?.scope.upstreams.toSorted()).toEqual(truth?.upstreams.toSorted());
    const late = Date.parse(incident?.startAt ?? "") - Date.parse(truth?.observed.first ?? "");
    expect(Math.abs(late)).toBeLessThanOrEqual(120_000);
  });
});
