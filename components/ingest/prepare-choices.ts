import type { z } from "zod";
import type { formatsSchema, Import, Preview } from "@/core/contract/imports";

type Format = z.infer<typeof formatsSchema>["formats"][number];

/** An entry of a select. */
export interface Choice {
  value: string;
  label: string;
  hint?: string;
}

export const ROLE_CHOICES: readonly Choice[] = [
  { value: "access", label: "Access log" },
  { value: "error", label: "Error log" },
  { value: "app-error", label: "Application error log" },
  { value: "config", label: "Proxy configuration" },
  { value: "markers", label: "Deploys and changes" },
  { value: "unknown", label: "Not recognised" },
];

export const TIER_CHOICES: readonly Choice[] = [
  { value: "origin", label: "Origin proxy" },
  { value: "edge", label: "Edge or CDN" },
];

/** Stands for a format string typed in; no format has this id. */
export const CUSTOM_FORMAT = "custom format string";

/** `98 %`; rounds down, so that 100 % means all. */
export function sharePercent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}

/** Formats of the file's role: those that read its lines first, with the share they read, then the rest, then a string of one's own. */
export function formatChoices(file: Import, candidates: Preview["candidates"], formats: readonly Format[]): Choice[] {
  const fitting = candidates.map(({ format, title, share }) => ({
    value: format,
    label: title,
    hint: sharePercent(share),
  }));
  const seen = new Set(fitting.map(({ value }) => value));
  const own =
    file.format !== null && !seen.has(file.format)
      ? [{ value: file.format, label: file.formatTitle ?? file.format }]
      : [];
  for (const { value } of own) seen.add(value);
  const others = formats
    .filter(({ id, role }) => role === file.role && !seen.has(id))
    .map(({ id, title }) => ({ value: id, label: title }));
  const custom = file.role === "access" ? [{ value: CUSTOM_FORMAT, label: "A format string of my own…" }] : [];
  return [...own, ...fitting, ...others, ...custom];
}

const WRAPPER_LABELS: Record<string, string> = {
  cri: "in container runtime lines (CRI)",
  syslog: "in syslog",
  json: "in JSON of a collector",
  prefix: "behind a container's name",
};

/** What carried the lines here, in words; outermost first. */
export function wrapperLabels(file: Import): string[] {
  return file.wrappers.map((wrapper) => WRAPPER_LABELS[wrapper] ?? wrapper);
}

/** Other formats that stand among the file's own lines, in words. */
export function alsoLabels(file: Import, formats: readonly Format[]): string[] {
  return file.alsoFormats.map((id) => `with ${formats.find((format) => format.id === id)?.title ?? id}`);
}

const OFFSET = /^(?:utc|gmt)?\s*([+\-−])\s*(\d{1,2})(?::?(\d{2}))?$/iu;

/** `+2`, `UTC-0530`, `+02:00` → `+02:00`; null for anything that is no offset. */
export function parseOffset(text: string): string | null {
  const match = OFFSET.exec(text.trim());
  if (match === null) return null;
  const hours = Number(match[2]);
  const minutes = Number(match[3] ?? "0");
  if (hours > 14 || minutes > 59) return null;
  const sign = match[1] === "+" ? "+" : "-";
  return `${sign}${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
}

/** What the time zone control says: the chosen zone, or that the lines carry their own. */
export function timezoneLabel(file: Import): string {
  return file.timezone ?? (file.role === "config" ? "–" : "In each line");
}
