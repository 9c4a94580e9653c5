import { describe, expect, it } from "vitest";
import { formatBytes, formatTimeLeft, progressFacts, shareRead } from "./format-progress";
import { sampleImport } from "./sample-import.fixture";

describe("formatBytes", () => {
  it("changes unit before a figure gets four digits", () => {
    expect(
      [0, 812, 1000, 99_940, 999_499, 999_500, 14_200_000, 3_100_000_000, 10_000_000_000].map(formatBytes),
    ).toEqual(["0 B", "812 B", "1.0 KB", "99.9 KB", "999 KB", "1.0 MB", "14.2 MB", "3.1 GB", "10.0 GB"]);
  });
});

describe("formatTimeLeft", () => {
  it("grows coarser with distance", () => {
    expect([0.2, 7.1, 61, 3600, 4800].map(formatTimeLeft)).toEqual([
      "nearly done",
      "8 s left",
      "2 min left",
      "1 h 0 min left",
      "1 h 20 min left",
    ]);
  });
});

describe("progressFacts", () => {
  it("leaves out what is not known yet", () => {
    expect(progressFacts(sampleImport({ bytesDone: 0, lines: 0, linesPerSecond: null, secondsLeft: null }))).toEqual([
      "0 B of 2.0 MB",
      "0 lines",
    ]);
    expect(progressFacts(sampleImport({ linesPerSecond: 812_345, secondsLeft: 3 }))).toEqual([
      "1.0 MB of 2.0 MB",
      "9,000 lines",
      "812.3K lines/s",
      "3 s left",
    ]);
  });
});

describe("shareRead", () => {
  it("is whole for an empty file and never above one", () => {
    expect(shareRead(sampleImport({ sizeBytes: 0, bytesDone: 0 }))).toBe(1);
    expect(shareRead(sampleImport({ sizeBytes: 10, bytesDone: 12 }))).toBe(1);
  });
});
