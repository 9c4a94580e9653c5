import { recogniseConfig } from "@/core/configs/config-registry";
import type { Candidate, Detection, KnownTemplate } from "./detection";
import { FORMATS, openFormat } from "./format-registry";
import { inferJson } from "./infer-json";
import { inferTemplate } from "./infer-template";
import { isJsonTemplate } from "./json-template";
import type { FormatChoice, LineReader, OpenOptions } from "./line-reader";
import { measureShare, type Fit } from "./measure-share";
import { asciiBytes, decodeUtf8 } from "./read-bytes";
import { isMarkerFile } from "./read-markers";
import { recogniseProduct } from "./recognise-product";
import { notALog, unreadableFile } from "./unreadable-file";
import { unwrapLine } from "./unwrap-line";

/** Lines looked at: the first ones, and as many spread over the rest of the head, where traffic may look different. */
const SAMPLE_LINES = 200;
/** A format that reads fewer of the lines is not believed to be the file's. */
const LEAST_SHARE = 0.3;

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
    tierHint: tierOf(fileName),
    candidates: [],
    problem: null,
    note: null,
  };
  const text = decodeUtf8(head, 0, head.length).replace(/^\ufeff/, "");
  if (text.trim() === "") return emptyFile(nothing, fileName);
  const unreadable = unreadableFile(head) ?? notALog(text);
  if (unreadable) return { ...nothing, problem: unreadable };

  const lines = sampleLines(text);
  const samples = lines.map((line) => ({ text: line, bytes: asciiBytes(line) }));
  const product = recogniseProduct(lines.map(unwrapLine));
  const trials = tryFormats(samples, lines, product === null ? known : [], product !== null, options);
  const best = trials[0];
  if (best && best.fit.share >= LEAST_SHARE) return describe(nothing, best, trials);
  if (product !== null) return { ...nothing, title: `log of ${product}`, problem: unsupported(`a log of ${product}`) };
  const config = recogniseConfig(text, fileName);
  if (config !== null) return { ...nothing, role: "config", title: config.title, share: 1 };
  if (isMarkerFile(text, fileName)) return { ...nothing, role: "markers", title: "markers", share: 1 };
  return { ...nothing, candidates: trials.map(toCandidate), problem: noFormat(lines) };
}

/** Every format that reads at least a tenth of the lines, best first. */
function tryFormats(
  samples: { text: string; bytes: Uint8Array }[],
  lines: string[],
  known: readonly KnownTemplate[],
  foreign: boolean,
  options: OpenOptions,
): Trial[] {
  const trials: Trial[] = [];
  const attempt = (choice: FormatChoice, title: string, precedence: number) => {
    const reader = openFormat(choice, options);
    if ("problem" in reader) return;
    const fit = measureShare(reader, samples);
    if (fit.share >= 0.1) trials.push({ choice, title, precedence, reader, fit });
  };
  for (const format of FORMATS) {
    if (format.template === null && format.role === "access") continue;
    attempt({ id: format.id, template: null, escape: "default" }, format.title, format.precedence);
  }
  for (const { name, template, escape } of known) {
    attempt(
      { id: isJsonTemplate(template) ? "nginx-json" : "nginx-template", template, escape },
      `nginx, log_format ${name}`,
      120,
    );
  }
  if (!foreign) {
    const json = inferJson(lines);
    if (json !== null) attempt({ id: "nginx-json", template: json, escape: "json" }, "nginx JSON", 80);
    const template =
      json === null
        ? inferTemplate(lines.filter((line) => !/^(?:\{|\d{4}\/\d{2}\/\d{2} [\d:]{8} \[)/.test(line)))
        : null;
    if (template !== null)
      attempt({ id: "nginx-template", template, escape: "default" }, "nginx, format worked out from its lines", 60);
  }
  return trials.sort((a, b) => Math.round((b.fit.share - a.fit.share) * 50) || b.precedence - a.precedence);
}

function describe(nothing: Detection, best: Trial, trials: Trial[]): Detection {
  const { choice, title, reader, fit } = best;
  const others = trials
    .slice(1)
    .filter((each) => each.choice.id !== choice.id || each.choice.template !== choice.template);
  const percent = Math.round(fit.share * 100);
  return {
    ...nothing,
    role: reader.role,
    choice,
    title,
    share: fit.share,
    fields: reader.role === "access" ? reader.fields : [],
    zone: fit.zone,
    candidates: others.map(toCandidate),
    note:
      percent < 90 ? `The format reads ${percent} % of the first lines; the others will be counted as rejected.` : null,
  };
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
      note: "The file is empty: nginx logged no error here in this time.",
    };
  }
  return {
    ...nothing,
    title: "empty file",
    problem: "The file is empty. Check that logging is on and that the log was not rotated just before it was copied.",
  };
}

function unsupported(what: string): string {
  return `This looks like ${what}, which Gumshoe does not read yet. It reads logs of nginx and of what is built on it, such as ingress-nginx and OpenResty.`;
}

function noFormat(lines: string[]): string {
  if (lines[0]?.startsWith('{"log":"')) {
    return "These are docker's JSON files around the log's own lines. Take the lines out: jq -j .log container.log > nginx.log — and give the result.";
  }
  const first = (lines.find((line) => line.trim() !== "") ?? "").trim();
  const shown = first.length > 80 ? `${first.slice(0, 80)}…` : first;
  const what = /^[{[]/.test(first)
    ? "It is JSON, but has no time, status and request under keys that are known."
    : `Its first line is “${shown}”.`;
  return `No log format fits this file. ${what} If nginx wrote it, add its nginx.conf or paste its log_format string; if it is something else, leave it out.`;
}

function tierOf(fileName: string): "edge" | "origin" | null {
  const name = fileName.toLowerCase();
  if (/(?:^|[^a-z])(?:edge|cdn)(?:[^a-z]|$)/.test(name)) return "edge";
  return /(?:^|[^a-z])origin(?:[^a-z]|$)/.test(name) ? "origin" : null;
}

function sampleLines(text: string): string[] {
  const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
  // The head ends somewhere in a line.
  if (lines.length > 1) lines.pop();
  const filled = lines.filter((line) => line.trim() !== "" && line.length < 65_536);
  const rest = filled.slice(SAMPLE_LINES);
  const step = Math.max(1, Math.floor(rest.length / SAMPLE_LINES));
  return [...filled.slice(0, SAMPLE_LINES), ...rest.filter((_, i) => i % step === 0).slice(0, SAMPLE_LINES)];
}
