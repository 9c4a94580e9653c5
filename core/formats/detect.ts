import { recogniseConfig } from "@/core/configs/config-registry";
import { inferApache } from "@/core/formats/apache/infer-apache";
import type { Candidate, Detection, KnownTemplate } from "./detection";
import { FORMATS, formatById, openFormat, plainChoice, templateChoice } from "./format-registry";
import { inferJson } from "./infer-json";
import { inferTemplate } from "./infer-template";
import type { FormatChoice, LineReader, OpenOptions } from "./line-reader";
import { measureShare, type Fit } from "./measure-share";
import type { WrapperId } from "./peel-line";
import { decodeUtf8 } from "./read-bytes";
import { isMarkerFile } from "./read-markers";
import { notALog, unreadableFile } from "./unreadable-file";
import { isHeader, sampleLines, unwrapSamples, type SampleLine } from "./sample-lines";

/** A format that reads fewer of the lines is not believed to be the file's. */
const LEAST_SHARE = 0.3;

/** The lines that a format reads, and what carried them. */
interface Found {
  lines: readonly SampleLine[];
  wrappers: WrapperId[];
  zone: string | null;
}

interface Trial {
  choice: FormatChoice;
  title: string;
  precedence: number;
  reader: LineReader;
  fit: Fit;
}

/**
 * Finds what a file is from its first bytes (256 KiB are plenty, one line is enough). `known` are the log_format strings of configs
 * that came with it. A file that cannot be read gives a `problem`: one or two sentences, what it is and what to do.
 */
export function detectFile(
  head: Uint8Array,
  fileName: string,
  known: readonly KnownTemplate[],
  options: OpenOptions = { timezone: null },
): Detection {
  const nothing: Detection = {
    role: "unknown",
    choice: null,
    title: "unknown",
    share: 0,
    fields: [],
    zone: null,
    tierHint: tierOfName(fileName),
    candidates: [],
    problem: null,
    note: null,
  };
  const text = decodeUtf8(head, 0, head.length).replace(/^\ufeff/, "");
  if (text.trim() === "") return emptyFile(nothing, fileName);
  const unreadable = unreadableFile(head) ?? notALog(text);
  if (unreadable) return { ...nothing, problem: unreadable };

  const lines = sampleLines(text);
  const asIs = tryFormats(lines, known, options);
  const unwrapped = unwrapSamples(lines, options.referenceMs ?? null);
  const inside = unwrapped ? tryFormats(unwrapped.lines, known, options) : [];
  const peeled = unwrapped !== null && shareOf(inside) >= LEAST_SHARE && fitsBetter(inside[0], asIs[0]);
  const trials = peeled ? inside : asIs;
  const [best] = trials;
  if (best && best.fit.share >= LEAST_SHARE) {
    const found = peeled ? unwrapped : { lines, wrappers: [], zone: null };
    return describe(nothing, trials, found, options);
  }
  if (isFromTerminal(lines)) return { ...nothing, title: "HAProxy messages without times", problem: FROM_TERMINAL };
  const few = sparseTrials(lines, asIs, unwrapped, inside);
  if (few) return describe(nothing, few.trials, few.found, options);
  const config = recogniseConfig(text, fileName);
  if (config !== null) return { ...nothing, role: "config", title: config.title, share: 1 };
  if (isMarkerFile(text, fileName)) return { ...nothing, role: "markers", title: "markers", share: 1 };
  return {
    ...nothing,
    candidates: trials.filter(isCandidate).map(toCandidate),
    problem: noFormat(lines.map((line) => line.text)),
  };
}

/** Formats whose lines stand among others that nothing reads; null where there are none. */
function sparseTrials(
  lines: readonly SampleLine[],
  asIs: readonly Trial[],
  unwrapped: Found | null,
  inside: readonly Trial[],
): { trials: Trial[]; found: Found } | null {
  const isSparse = ({ choice }: Trial) => formatById(choice.id)?.sparse === true;
  const peeled = inside.filter(isSparse);
  if (unwrapped && peeled.length > 0) return { trials: peeled, found: unwrapped };
  const trials = asIs.filter(isSparse);
  return trials.length > 0 ? { trials, found: { lines, wrappers: [], zone: null } } : null;
}

/** Does the first fit at least as well as the second? A format that knows the whole object beats one that knows a text inside it. */
function fitsBetter(first: Trial | undefined, second: Trial | undefined): boolean {
  return first !== undefined && (second === undefined || byFit(first, second) <= 0);
}

function shareOf(trials: readonly Trial[]): number {
  return trials[0]?.fit.share ?? 0;
}

/** Lines at which `looksLike` is tried. */
const LOOKED_AT = 60;

/** Every format that reads some of the lines, best first. */
function tryFormats(lines: readonly SampleLine[], known: readonly KnownTemplate[], options: OpenOptions): Trial[] {
  const trials: Trial[] = [];
  const attempt = (choice: FormatChoice, title: string, precedence: number) => {
    const reader = openFormat(choice, options);
    if ("problem" in reader) return;
    const fit = measureShare(reader, lines, formatById(choice.id)?.sparse === true);
    if (fit.share > 0) trials.push({ choice, title, precedence, reader, fit });
  };
  const looked =
    lines.length > LOOKED_AT
      ? lines.filter(({ text }, i) => i % Math.floor(lines.length / LOOKED_AT) === 0 || isHeader(text))
      : lines;
  const texts = lines.map(({ text }) => text);
  for (const format of FORMATS) {
    const { looksLike } = format;
    if (format.dialect !== undefined && !looksLike) continue;
    if (looksLike && !looked.some(({ text }) => looksLike.test(text.slice(0, 4096)))) continue;
    const template = format.templateIn?.(texts) ?? null;
    attempt({ ...plainChoice(format.id), template }, format.title, format.precedence);
  }
  for (const { name, template, escape, dialect } of known) {
    const choice = templateChoice(template, escape, dialect);
    if ("problem" in choice) continue;
    attempt(choice, `${formatById(choice.id)?.product ?? choice.id}, format ${name}`, 120);
  }
  if (shareOf(trials.sort(byFit)) < SURE_SHARE && !isFromTerminal(lines)) inferFormats(lines, attempt);
  return trials.sort(byFit);
}

/** Where a known format reads this share of the lines, none is worked out from the lines. */
const SURE_SHARE = 0.98;

function inferFormats(
  lines: readonly SampleLine[],
  attempt: (choice: FormatChoice, title: string, precedence: number) => void,
): void {
  const texts = lines.map(({ text }) => text);
  const json = inferJson(texts);
  if (json !== null) {
    attempt({ id: "nginx-json", template: json, escape: "json" }, "JSON, keys worked out from its lines", 70);
    return;
  }
  const apache = inferApache(texts);
  if (apache !== null)
    attempt(
      { id: "apache-template", template: apache, escape: "default" },
      "Apache access log, format worked out from its lines",
      65,
    );
  const template = inferTemplate(texts.filter((line) => !/^(?:\{|\d{4}\/\d{2}\/\d{2} [\d:]{8} \[)/.test(line)));
  if (template !== null)
    attempt({ id: "nginx-template", template, escape: "default" }, "access log, format worked out from its lines", 60);
}

function byFit(a: Trial, b: Trial): number {
  return Math.round((b.fit.share - a.fit.share) * 50) || b.precedence - a.precedence;
}

/** At most so many formats besides the first are looked for among the lines that it does not read. */
const MOST_OTHERS = 4;

/** Formats that read what `best` does not, each chosen because it reads the most of the lines still unread. */
function othersAmong(best: Trial, trials: readonly Trial[], lines: readonly SampleLine[]): FormatChoice[] {
  const others: FormatChoice[] = [];
  let unread = new Set(best.fit.refused);
  const pool = trials.filter((trial) => trial !== best && !trial.choice.template && trial.choice.id !== best.choice.id);
  while (unread.size > 0 && others.length < MOST_OTHERS) {
    let chosen: { trial: Trial; left: Set<number> } | null = null;
    for (const trial of pool) {
      const refused = new Set(trial.fit.refused);
      const left = new Set([...unread].filter((index) => refused.has(index)));
      if (left.size < (chosen?.left.size ?? unread.size)) chosen = { trial, left };
    }
    if (!chosen) break;
    others.push(chosen.trial.choice);
    unread = chosen.left;
  }
  return others.length > 0 && best.reader.role !== "access" && lines.length > 0
    ? others.filter(({ id }) => trials.some(({ choice, reader }) => choice.id === id && reader.role !== "access"))
    : others;
}

function describe(
  nothing: Detection,
  trials: readonly Trial[],
  { lines, wrappers, zone }: Found,
  options: OpenOptions,
): Detection {
  const [best] = trials;
  if (!best) return nothing;
  const also = othersAmong(best, trials, lines);
  const referenceMs = best.fit.lastAtMs ?? options.referenceMs ?? null;
  const choice: FormatChoice = {
    ...best.choice,
    ...(wrappers.length > 0 ? { wrappers } : {}),
    ...(also.length > 0 ? { also } : {}),
    ...(zone === null ? {} : { carriedZone: zone }),
    ...((wrappers.length > 0 || best.reader.role !== "access") && referenceMs !== null ? { referenceMs } : {}),
  };
  const reader = also.length > 0 ? openFormat({ ...choice, wrappers: [] }, options) : best.reader;
  if ("problem" in reader) return nothing;
  const isSparse = formatById(best.choice.id)?.sparse === true;
  const fit = also.length > 0 || isSparse ? measureShare(reader, lines) : best.fit;
  const others = trials
    .slice(1)
    .filter((each) => each.choice.id !== choice.id || each.choice.template !== choice.template);
  const percent = Math.round(fit.share * 100);
  return {
    ...nothing,
    role: reader.role,
    choice,
    title: best.title,
    share: fit.share,
    fields: reader.role === "access" ? reader.fields : [],
    zone: fit.zone,
    candidates: others.filter(isCandidate).map(toCandidate),
    note:
      percent < 90 ? `The format reads ${percent} % of the first lines; the others will be counted as rejected.` : null,
  };
}

/** A format that reads less than a tenth of the lines is no choice to offer. */
function isCandidate({ fit }: Trial): boolean {
  return fit.share >= 0.1;
}

function toCandidate({ choice, title, fit }: Trial): Candidate {
  return { choice, title, share: fit.share };
}

/** An error log without a line is a finding of its own: nginx had nothing to say. */
function emptyFile(nothing: Detection, fileName: string): Detection {
  if (/err/i.test(fileName)) {
    const choice: FormatChoice = { id: "nginx-error", template: null, escape: "default" };
    return {
      ...nothing,
      role: "error",
      choice,
      title: "empty error log",
      note: "The file is empty: no error was logged here in this time.",
    };
  }
  return {
    ...nothing,
    title: "empty file",
    problem: "The file is empty. Check that logging is on and that the log was not rotated just before it was copied.",
  };
}

/** What HAProxy writes to its terminal: messages, known ones even, that say not when. */
const TERMINAL_LINE = /^\[(?:NOTICE|WARNING|ALERT)\] +\(\d+\) : /;
const FROM_TERMINAL =
  "This is what HAProxy writes to its terminal, where lines have no time. Have it log through syslog (log /dev/log local0), or give the lines as the journal or the container runtime keeps them, with a time in front of each.";

/** Are a third of the lines such? */
function isFromTerminal(lines: readonly SampleLine[]): boolean {
  const found = lines.filter(({ text }) => TERMINAL_LINE.test(text)).length;
  return found > 0 && found * 3 >= lines.length;
}

function noFormat(lines: string[]): string {
  const first = (lines.find((line) => line.trim() !== "") ?? "").trim();
  const shown = first.length > 80 ? `${first.slice(0, 80)}…` : first;
  const what = /^[{[]/.test(first)
    ? "It is JSON, but has no time, status and request under keys that are known."
    : `Its first line is “${shown}”.`;
  return `No log format fits this file. ${what} If a proxy wrote it, add its configuration or paste its format string (log_format, LogFormat, log-format …); if it is something else, leave it out.`;
}

/** The tier that a file's name suggests; null where it suggests none. */
export function tierOfName(fileName: string): "edge" | "origin" | null {
  const name = fileName.toLowerCase();
  if (/(?:^|[^a-z])(?:edge|cdn)(?:[^a-z]|$)/.test(name)) return "edge";
  return /(?:^|[^a-z])origin(?:[^a-z]|$)/.test(name) ? "origin" : null;
}
