import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { WARP } from "./write-scenario.mjs";

/** A failing request that began before the fault was taken out may be logged this long after (real time). */
const TAIL_MS = 6000;

/** Whether a message is about the server at `address`: by its address, or by the name the proxy gives it. */
const mentions = (text, address, name) => text.includes(address) || (name !== undefined && text.includes(name));

/** Of the servers that were given the fault, those that the recording shows failing; all where it names none. */
function shownUpstreams(stated, names, shows, messages) {
  const named = new Set(shows.flatMap((line) => line.upstream.split(/, | : /)));
  const shown = stated.filter(
    (address) =>
      named.has(address) || messages.some((line) => mentions(line.text(line.atMs, "UTC"), address, names[address])),
  );
  return shown.length > 0 ? shown : stated;
}

/** The truth about one incident, from what the fault states and what the lines of its tier show. */
function labelIncident(stated, fault, recorded, times, context, warp, disguise) {
  const { shows: wanted, injectMs = times.injectMs, removeMs = times.removeMs, tier, ...said } = stated;
  const maker = recorded.find((each) => each.tier === tier) ?? recorded[0];
  const during = (line) => line.atMs >= injectMs && line.atMs <= removeMs + TAIL_MS;
  const shows = maker.access.filter(
    (line) => during(line) && !line.isStray && said.statuses.includes(line.status) && (wanted?.(line) ?? true),
  );
  if (shows.length === 0)
    throw new Error(`The recording of "${fault.id}" shows no line of the fault: record it again, or longer.`);
  const upstreams = shownUpstreams(said.upstreams, context.names, shows, maker.errors.filter(during));
  const iso = (atMs) => new Date(warp(atMs)).toISOString();
  const upstreamNames = upstreams.map((address) => context.names[address]).filter((name) => name !== undefined);
  return {
    start: iso(injectMs),
    end: iso(removeMs),
    hosts: fault.hosts,
    paths: [],
    exactCauses: [said.cause],
    acceptableCauses: [said.cause],
    acceptableCategories: [said.category],
    ...said,
    upstreams: upstreams.map(disguise),
    ...(upstreamNames.length > 0 && maker.product === "haproxy" ? { upstreamNames } : {}),
    ...(recorded.length > 1 ? { tier: maker.tier } : {}),
    visible: said.visible ?? maker.visible,
    observed: { first: iso(shows[0].atMs), last: iso(shows[shows.length - 1].atMs), lines: shows.length },
  };
}

/**
 * Writes the folder of a scenario behind any product: every tier's logs with stretched clocks and made-up addresses, configuration
 * and events where the operator has them, and `label.json`. Returns the label.
 */
export function writeTiers(fault, recorded, times, context, out) {
  const { startMs, stopMs, injectMs, removeMs } = times;
  const beginMs = Date.parse(fault.begin);
  const warp = (atMs) => Math.round(beginMs + (atMs - startMs) * WARP);
  const disguise = (text) =>
    text
      .replaceAll("127.0.", "10.1.")
      .replaceAll(context.dir, "/etc/lab")
      .replaceAll(new RegExp(`:${context.port}\\b`, "g"), "");
  const inside = (line) => line.atMs >= startMs && line.atMs <= stopMs;
  const inOrder = (lines) => lines.filter(inside).sort((a, b) => a.atMs - b.atMs);
  const written = (lines) => lines.map((line) => `${disguise(line.text(warp(line.atMs), fault.zone))}\n`).join("");

  const files = [];
  for (const each of recorded) {
    each.access = inOrder(each.access);
    each.errors = inOrder(each.errors);
    const { tier, files: names, oneFile } = each;
    const whole = oneFile === true ? inOrder([...each.access, ...each.errors]) : each.access;
    files.push({ name: names.access, role: "access", tier, text: written(whole) });
    if (names.error !== undefined) files.push({ name: names.error, role: "error", tier, text: written(each.errors) });
    if (names.config !== undefined)
      files.push({ name: names.config, role: "config", tier, text: disguise(each.shown.text) });
  }
  const events = fault.events?.({ injectMs, removeMs, startMs, context }) ?? [];
  if (events.length > 0) {
    const shown = events.map(({ atMs, ...event }) => ({ time: new Date(warp(atMs)).toISOString(), ...event }));
    const text = `${JSON.stringify(shown, null, 1)}\n`;
    files.push({ name: "deploy-events.json", role: "events", tier: recorded[0].tier, text });
  }

  const stated = fault.incidents?.({ context }) ?? (fault.control === true ? [] : [fault.incident({ context })]);
  const incidents = stated.map((each) => labelIncident(each, fault, recorded, times, context, warp, disguise));
  const label = {
    case: fault.id,
    title: fault.title,
    proxy: recorded.map(({ product, tier }) => (recorded.length > 1 ? `${product} ${tier}` : product)).join(" + "),
    format: recorded.map(({ template }) => template).join(" + "),
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
