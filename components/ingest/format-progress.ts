import { formatCompact, formatCount } from "@/components/charts/format-values";
import type { Import } from "@/core/contract/imports";

const UNITS = ["KB", "MB", "GB", "TB"] as const;

/** `812 B`, `14.2 MB`, `3.1 GB`, in powers of 1000 as file managers and disks count. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  let value = bytes;
  let unit = "B";
  for (const next of UNITS) {
    if (value < 999.5) break;
    value /= 1000;
    unit = next;
  }
  return `${value < 99.95 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** `8 s left`, `4 min left`, `1 h 20 min left`; rounded as coarsely as the guess deserves. */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 1) return "nearly done";
  if (seconds < 60) return `${Math.ceil(seconds)} s left`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${minutes} min left`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
}

/** The figures under a running import's bar, only those that are known. */
export function progressFacts(file: Import): string[] {
  const facts = [
    `${formatBytes(file.bytesDone)} of ${formatBytes(file.sizeBytes)}`,
    `${formatCount(file.lines)} lines`,
  ];
  if (file.linesPerSecond !== null && file.linesPerSecond > 0)
    facts.push(`${formatCompact(Math.round(file.linesPerSecond))} lines/s`);
  if (file.secondsLeft !== null) facts.push(formatTimeLeft(file.secondsLeft));
  return facts;
}

/** 0…1 of the file's bytes; an empty file is read at once. */
export function shareRead(file: Import): number {
  return file.sizeBytes === 0 ? 1 : Math.min(1, file.bytesDone / file.sizeBytes);
}
