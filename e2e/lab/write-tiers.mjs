import { eventFiles, statedIncidents, TAIL_MS, WARP, writeFolder } from "./write-folder.mjs";

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
  const { startMs, stopMs } = times;
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
  files.push(...eventFiles(fault, times, context, warp, recorded[0].tier));

  const incidents = statedIncidents(fault, context).map((each) =>
    labelIncident(each, fault, recorded, times, context, warp, disguise),
  );
  const about = {
    proxy: recorded.map(({ product, tier }) => (recorded.length > 1 ? `${product} ${tier}` : product)).join(" + "),
    format: recorded.map(({ template }) => template).join(" + "),
  };
  return writeFolder(fault, about, files, incidents, times, out);
}
