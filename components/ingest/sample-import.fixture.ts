import type { Import } from "@/core/contract/imports";

/** A half-read access log for tests, with what a test changes about it. */
export function sampleImport(change: Partial<Import> = {}): Import {
  return {
    id: "i1",
    sourceId: "s1",
    sourceName: "shop",
    fileName: "access.log",
    sizeBytes: 2_000_000,
    role: "access",
    tier: "origin",
    format: "nginx-combined",
    formatTitle: "nginx combined",
    template: null,
    compression: null,
    wrappers: [],
    alsoFormats: [],
    timezone: null,
    timezoneNote: null,
    state: "running",
    bytesDone: 1_000_000,
    lines: 9000,
    parsed: 8990,
    rejected: 10,
    skipped: 0,
    linesPerSecond: null,
    secondsLeft: null,
    firstMs: null,
    lastMs: null,
    problem: null,
    linesAlreadyKnown: 0,
    createdMs: 0,
    ...change,
  };
}
