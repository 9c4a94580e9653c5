import { statSync } from "node:fs";
import type { ConfigFile } from "@/core/configs/resolve-includes";
import type { ConfigRisk } from "@/core/contract/config-risks";
import type { Incident, Report, ReportFile } from "@/core/contract/report";
import { formatById } from "@/core/formats/format-registry";
import type { RejectedSample } from "@/core/rollups/chunk-rollup";
import { RollupBuilder } from "@/core/rollups/merge-rollup";
import type { Rollup, RollupFile } from "@/core/rollups/rollup";
import { sliceRollup } from "@/core/rollups/slice-rollup";
import { chunkCount, ingestFile, type IngestProgress } from "./ingest-file";
import { openSystem, type OpenedFile, type OpenSystemOptions, type SystemInput } from "./open-system";
import { ScanPool } from "./scan-pool";

/** Rejected lines listed per file. */
const MAX_REJECTED_SAMPLES = 20;
/** Files read at a time; their chunks share the threads. */
const FILES_AT_A_TIME = 4;

export interface AnalyzeOptions extends OpenSystemOptions {
  /** UTC epoch ms; null = open. */
  fromMs: number | null;
  toMs: number | null;
  /** Threads to use, which stay; left out, the analysis has its own. */
  pool?: ScanPool;
}

export interface AnalyzeProgress {
  bytesDone: number;
  bytesTotal: number;
  lines: number;
}

export interface Analysis {
  report: Report;
  /** What the report was made of, edge before origin, for pictures of it. */
  rollups: { tier: "edge" | "origin"; rollup: Rollup }[];
}

interface ReadFile {
  opened: OpenedFile;
  counts: IngestProgress;
  samples: RejectedSample[];
  firstAtMs: number | null;
  lastAtMs: number | null;
  problem: string | null;
}

/** Reads the files as one system, in memory and without the store, and diagnoses it. */
export async function analyzeFiles(
  inputs: readonly SystemInput[],
  options: AnalyzeOptions,
  onProgress: (progress: AnalyzeProgress) => void,
): Promise<Analysis> {
  const pool = options.pool ?? new ScanPool();
  const release = async () => (options.pool ? undefined : pool.close());
  try {
    // The threads start and compile while this one looks at the files.
    pool.warmUp(chunkCount(inputs.reduce((sum, { path }) => sum + sizeOf(path), 0)));
    // What diagnoses is loaded meanwhile too, not before.
    const diagnosis = import("@/core/diagnosis/analyze");
    const { files, configs, configFiles, markers } = await openSystem(inputs, options);
    const bytesTotal = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const builders = { edge: new RollupBuilder(), origin: new RollupBuilder() };
    const read = files.map((opened): ReadFile => ({
      opened,
      counts: { bytesDone: 0, lines: 0, parsed: 0, rejected: 0, skipped: 0 },
      ...{ samples: [], firstAtMs: null, lastAtMs: null, problem: opened.problem },
    }));
    const report = () => {
      let bytesDone = 0;
      let lines = 0;
      for (const { counts } of read) {
        bytesDone += counts.bytesDone;
        lines += counts.lines;
      }
      onProgress({ bytesDone, bytesTotal, lines });
    };
    await eachAtATime(read, FILES_AT_A_TIME, (file, index) =>
      readLog(pool, file, index, builders[file.opened.tier], report),
    );
    // The threads end while this one works out what they read.
    void release();
    for (const tier of ["edge", "origin"] as const) builders[tier].addMarkers(markers);
    const rollups = tiersOf(read).map((tier) => ({
      tier,
      rollup: sliced(builders[tier].finish(rollupFiles(read)), options),
    }));
    const { analyzeSystem } = await diagnosis;
    const incidents = analyzeSystem({ rollups, configs });
    const configRisks = await risksOf(configFiles, read, incidents);
    return { report: makeReport(read, rollups, incidents, configRisks), rollups };
  } finally {
    await release();
  }
}

async function readLog(
  pool: ScanPool,
  file: ReadFile,
  index: number,
  builder: RollupBuilder,
  report: () => void,
): Promise<void> {
  const { opened } = file;
  if (opened.problem !== null || opened.detection.choice === null) return;
  const result = await ingestFile(pool, {
    path: opened.path,
    wrapping: opened.wrapping,
    format: { choice: opened.detection.choice, timezone: opened.timezone },
    file: index,
    onChunk: (chunk, progress) => {
      builder.add(chunk);
      file.counts = progress;
      file.samples.push(...chunk.rejectedSamples.slice(0, MAX_REJECTED_SAMPLES - file.samples.length));
      file.firstAtMs = least(file.firstAtMs, chunk.firstAtMs, Math.min);
      file.lastAtMs = least(file.lastAtMs, chunk.lastAtMs, Math.max);
      report();
    },
  });
  file.problem = result.problem;
}

/** Few runs have a configuration among their files; the others need not load what looks for risks in one. */
async function risksOf(
  configFiles: readonly ConfigFile[],
  read: readonly ReadFile[],
  incidents: readonly Incident[],
): Promise<ConfigRisk[]> {
  if (configFiles.length === 0) return [];
  const { lintBesideLogs } = await import("@/core/lint/lint-beside-logs");
  const logProducts = read.flatMap(({ opened }) => formatById(opened.detection.choice?.id ?? "")?.product ?? []);
  return lintBesideLogs(configFiles, { logProducts, incidents }).risks;
}

function makeReport(
  read: readonly ReadFile[],
  rollups: Analysis["rollups"],
  incidents: Incident[],
  configRisks: ConfigRisk[],
): Report {
  const statuses = new Map<number, number>();
  let requests = 0;
  for (const { rollup } of rollups) {
    for (let at = 0; at < rollup.statuses.length; at += 3) {
      const [status, count] = [rollup.statuses[at + 1]!, rollup.statuses[at + 2]!];
      statuses.set(status, (statuses.get(status) ?? 0) + count);
      requests += count;
    }
  }
  const sorted = [...statuses].sort(([one], [other]) => one - other);
  return {
    schema: "gumshoe.report/1",
    files: read.map(reportFile),
    requests,
    statuses: Object.fromEntries(sorted.map(([status, count]) => [String(status).padStart(3, "0"), count])),
    incidents,
    configRisks,
  };
}

function reportFile({ opened, counts, samples, firstAtMs, lastAtMs, problem }: ReadFile): ReportFile {
  const { name, tier, wrapping, detection, timezone, timezoneNote } = opened;
  return {
    ...{ path: name, role: detection.role, tier, compression: wrapping.compression },
    format: detection.choice?.id ?? null,
    ...{ lines: counts.lines, parsed: counts.parsed, rejected: counts.rejected, rejectedSamples: samples },
    firstAt: isoTime(firstAtMs),
    lastAt: isoTime(lastAtMs),
    timezone: detection.zone ?? (timezone === null ? null : `${timezone} (${timezoneNote ?? "as given"})`),
    problem,
  };
}

function rollupFiles(read: readonly ReadFile[]): RollupFile[] {
  return read.map(({ opened: { name, tier, detection }, firstAtMs, lastAtMs }) => ({
    ...{ path: name, role: detection.role, tier, format: detection.choice?.id ?? "", fields: detection.fields },
    ...{ product: formatById(detection.choice?.id ?? "")?.product ?? "", firstAtMs, lastAtMs },
  }));
}

/** Tiers that have logs, the edge first; the origin alone where there is none. */
function tiersOf(read: readonly ReadFile[]): ("edge" | "origin")[] {
  const logs = read.filter(({ opened }) => opened.detection.choice !== null && opened.problem === null);
  const tiers = (["edge", "origin"] as const).filter((tier) => logs.some(({ opened }) => opened.tier === tier));
  return tiers.length > 0 ? tiers : ["origin"];
}

function sliced(rollup: Rollup, { fromMs, toMs }: AnalyzeOptions): Rollup {
  return fromMs === null && toMs === null ? rollup : sliceRollup(rollup, fromMs ?? -Infinity, toMs ?? Infinity);
}

/** 0 where it cannot be told; whoever opens the file says why. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function least(
  one: number | null,
  other: number | null,
  choose: (one: number, other: number) => number,
): number | null {
  return one === null ? other : other === null ? one : choose(one, other);
}

function isoTime(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}

async function eachAtATime<Item>(
  items: readonly Item[],
  limit: number,
  work: (item: Item, index: number) => Promise<void>,
) {
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const index = next++;
      await work(items[index]!, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
}
