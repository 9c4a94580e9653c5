import { readConfigs as parseConfigs } from "@/core/configs/config-registry";
import type { Incident } from "@/core/contract/report";
import { analyzeSystem, settleRollup } from "@/core/diagnosis/analyze";
import type { Store } from "@/server/store/open-store";
import { readConfigs } from "@/server/store/read-configs";
import { countCells, readRollup } from "@/server/store/read-rollup";
import { errorMinutes } from "@/server/store/read-error-minutes";
import { saveClaims } from "@/server/store/save-claims";
import { saveIncidents } from "@/server/store/save-incidents";
import { MINUTE_MS, selectTraffic } from "@/server/store/select-traffic";
import { sourceSpan, type TouchedSpan } from "@/server/store/touched-span";

const DAY = 1440;
/** A history up to this long is analysed in one piece, as the command line does it. */
const WHOLE_MINUTES = 3 * DAY;
/** A longer one in steps of twelve hours, each with as much before it for the baseline and some hours after it for the end. */
const STEP_MINUTES = 720;
const AFTER_MINUTES = 180;
const LEAST_STEP_MINUTES = 60;
/** Cells of one piece: about 40 MB while they are read and indexed, beside the import that is running. */
const MOST_CELLS = 150_000;

/** A piece of history: incidents that begin in the core are kept, the rest is surroundings. Minutes, ends exclusive. */
interface Piece {
  from: number;
  coreFrom: number;
  coreTo: number;
  to: number;
}

/**
 * Looks for incidents in a span of a source and a day around it, and saves them. Long spans are done piece by piece, and pieces
 * without a single gateway error are not read at all. Stops between pieces when `signal` says so.
 */
export async function analyseSource(
  store: Store,
  sourceId: string,
  span: TouchedSpan,
  signal: AbortSignal,
): Promise<void> {
  const whole = await sourceSpan(store, sourceId);
  if (!whole) {
    await forgetIncidents(store, sourceId, span);
    return;
  }
  await forgetIncidentsBeyond(store, sourceId, span, whole);
  const { tiers } = await selectTraffic(store, { source: sourceId });
  const texts = await readConfigs(store, sourceId);
  const system: System = { store, sourceId, tiers, configs: parseConfigs(texts) };
  const firstMinute = floorTen(whole.fromMs / MINUTE_MS);
  const lastMinute = floorTen(whole.toMs / MINUTE_MS) + 10;
  const from = Math.max(firstMinute, floorTen(span.fromMs / MINUTE_MS) - DAY);
  const to = Math.min(lastMinute, floorTen(span.toMs / MINUTE_MS) + 10 + DAY);
  if (lastMinute - firstMinute <= WHOLE_MINUTES) {
    const piece = { from: firstMinute, coreFrom: firstMinute, coreTo: lastMinute, to: lastMinute };
    if ((await cellsIn(system, piece)) < MOST_CELLS) return analysePiece(system, piece, lastMinute);
  }
  // Steps begin at whole multiples, so that a later analysis cuts the history as an earlier one did.
  for (let at = Math.floor(from / STEP_MINUTES) * STEP_MINUTES; at < to && !signal.aborted; at += STEP_MINUTES) {
    await analyseStep(system, at, STEP_MINUTES, { firstMinute, lastMinute });
  }
}

interface System {
  store: Store;
  sourceId: string;
  tiers: ("edge" | "origin")[];
  configs: Parameters<typeof analyzeSystem>[0]["configs"];
}

async function analyseStep(
  system: System,
  coreFrom: number,
  minutes: number,
  history: { firstMinute: number; lastMinute: number },
): Promise<void> {
  const piece: Piece = {
    from: Math.max(history.firstMinute, coreFrom - minutes),
    coreFrom,
    coreTo: coreFrom + minutes,
    to: Math.min(history.lastMinute, coreFrom + minutes + Math.max(AFTER_MINUTES, minutes / 4)),
  };
  if (piece.from >= piece.to) return;
  if (minutes > LEAST_STEP_MINUTES && (await cellsIn(system, piece)) >= MOST_CELLS) {
    await analyseStep(system, coreFrom, minutes / 2, history);
    await analyseStep(system, coreFrom + minutes / 2, minutes / 2, history);
    return;
  }
  await analysePiece(system, piece, history.lastMinute);
}

async function cellsIn({ store, sourceId, tiers }: System, piece: Piece): Promise<number> {
  let cells = 0;
  for (const tier of tiers) {
    cells += await countCells(store, { sourceId, tier, fromMinute: piece.from, toMinute: piece.to }, MOST_CELLS);
  }
  return cells;
}

async function analysePiece(system: System, piece: Piece, lastMinute: number): Promise<void> {
  const { store, sourceId, tiers, configs } = system;
  const range = { fromMinute: piece.from, toMinute: piece.to };
  let incidents: Incident[] = [];
  if ((await errorMinutes(store, sourceId, range)) > 0) {
    const rollups = [];
    for (const tier of [...tiers].sort()) {
      const read = await readRollup(store, { sourceId, tier, ...range });
      const rollup = settleRollup(read);
      await saveClaims(store, { sourceId, tier, fromMinute: piece.coreFrom, toMinute: piece.coreTo }, read, rollup);
      rollups.push({ tier, rollup });
    }
    incidents = analyzeSystem({ rollups, configs });
  }
  const fromMs = piece.coreFrom * MINUTE_MS;
  const toMs = piece.coreTo * MINUTE_MS;
  for (const tier of ["edge", "origin"] as const) {
    const own = incidents
      .filter((incident) => incident.tier === tier)
      .filter((incident) => Date.parse(incident.startAt) >= fromMs && Date.parse(incident.startAt) < toMs)
      // The piece ends, not the log.
      .map((incident) => (piece.to < lastMinute ? { ...incident, ongoing: false } : incident));
    await saveIncidents(store, { sourceId, tier, fromMs, toMs }, own, Date.now());
  }
}

/** What was deleted may have reached further than what is left, and no piece of what is left covers its incidents. */
async function forgetIncidentsBeyond(
  store: Store,
  sourceId: string,
  span: TouchedSpan,
  whole: TouchedSpan,
): Promise<void> {
  const fromMs = floorTen(span.fromMs / MINUTE_MS) * MINUTE_MS;
  const firstMs = floorTen(whole.fromMs / MINUTE_MS) * MINUTE_MS;
  const endMs = (floorTen(whole.toMs / MINUTE_MS) + 10) * MINUTE_MS;
  if (fromMs < firstMs) await forgetIncidents(store, sourceId, { fromMs, toMs: firstMs - 1 });
  if (span.toMs >= endMs) await forgetIncidents(store, sourceId, { fromMs: endMs, toMs: span.toMs });
}

async function forgetIncidents(store: Store, sourceId: string, span: TouchedSpan): Promise<void> {
  for (const tier of ["edge", "origin"] as const) {
    await saveIncidents(store, { sourceId, tier, fromMs: span.fromMs, toMs: span.toMs + 1 }, [], Date.now());
  }
}

/** Tallies are kept per ten minutes. */
function floorTen(minutes: number): number {
  return Math.floor(minutes / 10) * 10;
}
