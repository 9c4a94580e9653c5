import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** A minute of recording becomes forty of the scenario: incidents of realistic length from recordings of bearable length. */
export const WARP = 40;

/** A failing request that began before the fault was taken out may be logged this long after (real time). */
export const TAIL_MS = 6000;

/** What the fault states of its incidents; none where it is a control. */
export const statedIncidents = (fault, context) =>
  fault.incidents?.({ context }) ?? (fault.control === true ? [] : [fault.incident({ context })]);

/** The fault's deploy events as a file of the operator's, in a list of one; an empty list where it has none. */
export function eventFiles(fault, times, context, warp, tier) {
  const { injectMs, removeMs, startMs } = times;
  const events = fault.events?.({ injectMs, removeMs, startMs, context }) ?? [];
  if (events.length === 0) return [];
  const shown = events.map(({ atMs, ...event }) => ({ time: new Date(warp(atMs)).toISOString(), ...event }));
  return [{ name: "deploy-events.json", role: "events", tier, text: `${JSON.stringify(shown, null, 1)}\n` }];
}

/**
 * Writes a scenario's files, `.gz` compressed, and `label.json` into `out`, made anew. Returns the label.
 * @param {object} fault
 * @param {{ proxy: string, format: string }} about what wrote the logs
 * @param {{ name: string, role: string, tier: string, text: string }[]} files text in latin1
 * @param {object[]} incidents the truth
 */
export function writeFolder(fault, about, files, incidents, { startMs, stopMs }, out) {
  const label = {
    case: fault.id,
    title: fault.title,
    ...about,
    timezone: fault.zone,
    calibration: fault.calibration,
    ...(fault.timezoneGiven === true ? { timezoneGiven: true } : {}),
    ...(fault.tiersNamed === false ? { tiersNamed: false } : {}),
    files: files.map(({ name, role, tier }) => ({ name, role, tier })),
    incidents,
    expectNoIncident: incidents.length === 0,
    otherAnomalies: fault.otherAnomalies ?? [],
    notes: fault.notes ?? "",
    recording: { realSeconds: Math.round((stopMs - startMs) / 1000), warp: WARP },
  };
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  for (const { name, text } of files) {
    const bytes = Buffer.from(text, "latin1");
    writeFileSync(join(out, name), name.endsWith(".gz") ? gzipSync(bytes) : bytes);
  }
  writeFileSync(join(out, "label.json"), `${JSON.stringify(label, null, 1)}\n`);
  return label;
}
