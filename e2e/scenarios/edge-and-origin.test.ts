import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import type { Incident } from "@/core/contract/report";
import { analyzeFiles } from "@/server/ingest/analyze-files";
import { ScanPool } from "@/server/ingest/scan-pool";

// What two tiers say of the same requests, with the numbers of the recordings; and the same again with clocks that differ.

const ROOT = path.dirname(fileURLToPath(import.meta.url));
const pool = new ScanPool();
const folder = mkdtempSync(path.join(tmpdir(), "gumshoe-tiers-"));
afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Label {
  files: { name: string; tier: string }[];
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The same lines with every `[16/Mar/2026:17:14:45 +0000]` and `2026/03/16 17:14:45` that many seconds later. */
function shifted(text: string, seconds: number): string {
  const two = (n: number) => String(n).padStart(2, "0");
  const moved = (...[year, month, day, hour, minute, second]: number[]) =>
    new Date(Date.UTC(year!, month!, day, hour, minute, second! + seconds));
  const clock = (at: Date) => [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(two).join(":");
  return text
    .replace(/\[(\d+)\/(\w+)\/(\d+):(\d+):(\d+):(\d+)/g, (_, day, month, year, ...rest) => {
      const at = moved(Number(year), MONTHS.indexOf(month), Number(day), ...rest.slice(0, 3).map(Number));
      return `[${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}:${clock(at)}`;
    })
    .replace(/^(\d{4})\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)/gm, (_, year, month, ...rest) => {
      const at = moved(Number(year), Number(month) - 1, ...rest.slice(0, 4).map(Number));
      return `${at.getUTCFullYear()}/${two(at.getUTCMonth() + 1)}/${two(at.getUTCDate())} ${clock(at)}`;
    });
}

/** The incidents of a story, its origin's clock ahead by some seconds. */
async function incidentsOf(story: string, originAhead = 0): Promise<Incident[]> {
  const label: Label = JSON.parse(readFileSync(path.join(ROOT, story, "label.json"), "utf8"));
  const inputs = label.files.map(({ name, tier }) => {
    const bytes = readFileSync(path.join(ROOT, story, name));
    const text = (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString();
    const file = path.join(folder, `${story}-${originAhead}-${name.replace(/\.gz$/, "")}`);
    writeFileSync(file, tier === "origin" ? shifted(text, originAhead) : text);
    return { path: file, name, tier: tier === "edge" ? ("edge" as const) : null };
  });
  const options = { logFormat: null, fromMs: null, toMs: null, timezone: null, pool };
  return (await analyzeFiles(inputs, options, () => {})).report.incidents;
}

async function onlyOne(story: string, originAhead = 0): Promise<Incident> {
  const [incident, ...more] = await incidentsOf(story, originAhead);
  expect(more.map(({ summary }) => summary)).toEqual([]);
  if (!incident) throw new Error(`${story} has no incident`);
  return incident;
}

describe("edge against origin", () => {
  it.each([
    ["edge-cannot-reach-origin", "Of 546 failures at the edge the origin saw 0: the requests never arrived.", 546],
    ["edge-resolver-fails", "Of 593 failures at the edge the origin saw 0: the requests never arrived.", 593],
    ["haproxy-edge-origin-down", "Of 544 failures at the edge the origin saw 0: the requests never arrived.", 544],
    [
      "edge-times-out-first",
      "All 109 failures arrived, and the origin logged 499: it was still working when the edge hung up.",
      0,
    ],
    [
      "edge-relays-origin-502",
      "All 269 failures of the origin reached the edge's clients as errors: the edge only passes on what fails at the origin or behind it.",
      0,
    ],
    [
      "haproxy-edge-relays-origin-502",
      "All 341 failures of the origin reached the edge's clients as errors: the edge only passes on what fails at the origin or behind it.",
      0,
    ],
  ])("%s", async (story, sentence, unseen) => {
    const { reconciliation, failed } = await onlyOne(story);
    expect(reconciliation).toMatchObject({ sentence, unseen, compared: failed, failed, onePathIn: 1 });
    expect(Math.abs(reconciliation?.clock?.originAheadMs ?? Infinity)).toBeLessThan(1000);
    expect(reconciliation?.minutes.length).toBeGreaterThan(30);
  });

  it("tells requests of the edge from those of other clients of the origin", async () => {
    const { reconciliation } = await onlyOne("edge-cannot-reach-origin");
    expect(reconciliation?.basis).toBe("edge-path-time");
    expect(reconciliation?.statuses.filter(({ edge }) => edge === null)).toEqual([]);
  });

  it.each([12, -437, 590])("tells the same where the origin's clock is %i s ahead", async (seconds) => {
    const { reconciliation, verdicts, startAt } = await onlyOne("edge-cannot-reach-origin", seconds);
    expect(reconciliation?.clock?.originAheadMs).toBe(seconds * 1000);
    expect(reconciliation).toMatchObject({ compared: 546, unseen: 546 });
    expect(verdicts[0]?.cause).toBe("cdn-origin-unreachable");
    expect(startAt).toBe("2026-03-16T17:16:05.000Z");
  });

  it("takes an error and its echo for one incident though the clocks differ by more than it takes to tell two apart", async () => {
    const { tier, reconciliation } = await onlyOne("edge-relays-origin-502", 437);
    expect(tier).toBe("origin");
    expect(reconciliation).toMatchObject({ compared: 269, unseen: 0 });
    expect(reconciliation?.clock?.originAheadMs).toBe(437_000);
  });

  it("is absent where one tier was given", async () => {
    expect((await onlyOne("one-of-three-down")).reconciliation).toBeNull();
  });
});
