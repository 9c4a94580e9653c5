import { clfClock, isoClock, nginxClock } from "./clocks.mjs";
import { eventFiles, statedIncidents, TAIL_MS, writeFolder, WARP } from "./write-folder.mjs";

/** Somewhere inside the first line, and inside the last. */
const TORN_BYTES = 47;

/** Cuts the true fields off an access line: milliseconds, status, upstream, host, mark and path, then the line itself. */
function readTruth(line) {
  const [msec, status, upstream, host, mark, path, ...rest] = line.split("\t");
  return {
    atMs: Number(msec) * 1000,
    status: Number(status),
    upstream,
    host,
    path,
    isStray: mark === "stray",
    text: rest.join("\t"),
  };
}

/**
 * Of the upstreams that were given the fault, those that the recording shows failing: where a fault strikes by chance, one of them may
 * have been spared, and no log could tell. All of them where a line names their group instead, or none names any.
 */
function shownUpstreams(stated, lines) {
  const named = new Set(lines.flatMap((line) => line.upstream.split(/, | : /)));
  const isGroupNamed = [...named].some((name) => name !== "-" && !name.includes(":"));
  const shown = stated.filter((address) => named.has(address));
  return isGroupNamed || shown.length === 0 ? stated : shown;
}

/**
 * Writes the folder of one scenario: the logs with stretched clocks and made-up addresses, configuration and events where the
 * fault gives them, and `label.json` with the truth. Returns the label.
 */
export function writeScenario(fault, recording, format, context, out) {
  const { startMs, injectMs, removeMs, stopMs } = recording.times;
  const beginMs = Date.parse(fault.begin);
  const warp = (atMs) => Math.round(beginMs + (atMs - startMs) * WARP);
  // Loopback networks and the recording's folder stand for a data centre and a server's file system.
  const disguise = (text) =>
    text.replaceAll("127.0.", "10.1.").replaceAll(recording.dir, "").replaceAll(`:${context.port}`, "");
  const fromMs = fault.span === "sinceInjected" ? injectMs : startMs;
  const untilMs = fault.span === "untilRemoved" ? removeMs : stopMs;
  const lines = recording.access
    .split("\n")
    .filter((line) => line !== "")
    .map(readTruth)
    .filter((line) => line.atMs >= fromMs && line.atMs <= untilMs)
    .sort((a, b) => a.atMs - b.atMs);
  const access = lines.map((line) => {
    const atMs = warp(line.atMs);
    return disguise(line.text)
      .replace("@time_local@", clfClock(atMs, fault.zone))
      .replace("@time_iso8601@", isoClock(atMs, fault.zone))
      .replace("@msec@", (atMs / 1000).toFixed(3));
  });
  const levels =
    fault.notices === true ? /\[(?:notice|warn|error|crit|alert|emerg)\]/ : /\[(?:error|crit|alert|emerg)\]/;
  const errors = recording.errors
    .filter((line) => line.atMs >= fromMs && line.atMs <= untilMs && levels.test(line.text))
    .map((line) => nginxClock(warp(line.atMs), fault.zone) + disguise(line.text).slice(19));

  const whole = access.join("\n") + "\n";
  const text = fault.torn === true ? whole.slice(TORN_BYTES, -TORN_BYTES) : whole;
  const files = [{ name: fault.gzip === true ? "access.log.gz" : "access.log", role: "access", tier: "proxy", text }];
  if (fault.errorLog) files.push({ name: "error.log", role: "error", tier: "proxy", text: errors.join("\n") + "\n" });
  if (fault.config)
    files.push({
      name: "nginx.conf",
      role: "config",
      tier: "proxy",
      text: shownConfig(fault, format, context, disguise),
    });
  files.push(...eventFiles(fault, recording.times, context, warp, "proxy"));
  for (const extra of fault.extraFiles?.({ context, fromMs, untilMs, warp }) ?? []) files.push(extra);

  const incidents = statedIncidents(fault, context).map((incident) => {
    const from = incident.injectMs ?? injectMs;
    const to = incident.removeMs ?? removeMs;
    const shows = lines.filter(
      (line) =>
        line.atMs >= from &&
        line.atMs <= to + TAIL_MS &&
        !line.isStray &&
        incident.statuses.includes(line.status) &&
        (incident.shows?.(line) ?? true),
    );
    if (shows.length === 0)
      throw new Error(`The recording of "${fault.id}" shows no line of the fault: record it again, or longer.`);
    const { shows: _shows, injectMs: _from, removeMs: _to, ...said } = incident;
    const upstreams = shownUpstreams(said.upstreams, shows).map(disguise);
    return {
      start: new Date(warp(from)).toISOString(),
      end: new Date(warp(to)).toISOString(),
      hosts: fault.hosts,
      paths: [],
      exactCauses: [said.cause],
      acceptableCauses: [said.cause],
      acceptableCategories: [said.category],
      ...said,
      upstreams,
      visible: {
        hosts: format.template.includes("$host"),
        upstreams: format.template.includes("$upstream_addr") || fault.errorLog,
      },
      observed: {
        first: new Date(warp(shows[0].atMs)).toISOString(),
        last: new Date(warp(shows[shows.length - 1].atMs)).toISOString(),
        lines: shows.length,
      },
    };
  });
  const about = { proxy: "nginx", format: fault.template };
  return writeFolder(fault, about, files, incidents, recording.times, out);
}

/** The configuration as an operator would hand it over: at the end of the log, without what only the recording needs. */
function shownConfig(fault, format, context, disguise) {
  const escape = format.escape === "default" ? "" : `escape=${format.escape} `;
  return disguise(`user www-data;
worker_processes 2;
pid /run/nginx.pid;
error_log /var/log/nginx/error.log error;

events {
    worker_connections 1024;
}

http {
    include /etc/nginx/mime.types;
    log_format gateway ${escape}'${format.template}';
    access_log /var/log/nginx/access.log gateway;

${(fault.shownHttp ?? fault.http)(context)
  .replace(/listen 127\.0\.0\.1:\d+/g, "listen 80")
  .replace(/^/gm, "    ")}
}
`);
}
