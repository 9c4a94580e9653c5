import { describe, expect, it } from "vitest";
import { analysable, deletionSentence, isNewSource, prepareImports } from "./prepare-imports";
import { sampleImport } from "./sample-import.fixture";
import type { UploadTask } from "./upload-queue";

const task = (change: Partial<UploadTask>): UploadTask => ({
  key: "0",
  fileName: "access.log",
  sizeBytes: 2_000_000,
  sentBytes: 0,
  state: "sending",
  problem: null,
  ...change,
});

describe("prepareImports", () => {
  it("sorts files into sections and groups them by source", () => {
    const sections = prepareImports(
      [
        sampleImport({ id: "a", state: "done", createdMs: 1 }),
        sampleImport({ id: "b", state: "ready", sourceId: "s2", createdMs: 3 }),
        sampleImport({ id: "c", state: "ready", sourceId: "s2", createdMs: 2 }),
        sampleImport({ id: "d", state: "queued", createdMs: 4 }),
        sampleImport({ id: "e", state: "failed", sourceId: "s3", createdMs: 5 }),
      ],
      [],
    );
    expect(sections.ready.map((group) => group.imports.map(({ id }) => id))).toEqual([["c", "b"]]);
    expect(sections.moving.map(({ id }) => id)).toEqual(["d"]);
    expect(sections.past.map(({ sourceId }) => sourceId)).toEqual(["s3", "s1"]);
  });

  it("calls an upload interrupted only when this tab is not sending it", () => {
    const uploading = sampleImport({ state: "uploading" });
    expect(prepareImports([uploading], [task({})]).interrupted).toEqual([]);
    expect(prepareImports([uploading], [task({ sizeBytes: 5 })]).interrupted).toEqual([uploading]);
  });
});

describe("isNewSource", () => {
  it("is so while no other file belongs to the source", () => {
    const group = { sourceId: "s1", sourceName: "shop", imports: [sampleImport()] };
    const source = { id: "s1", name: "shop", imports: 1, requests: 0, firstMs: null, lastMs: null };
    expect(isNewSource(group, [source])).toBe(true);
    expect(isNewSource(group, [{ ...source, imports: 2 }])).toBe(false);
  });
});

describe("analysable", () => {
  it("needs a format, except for configs and markers", () => {
    const files = [
      sampleImport({ id: "a" }),
      sampleImport({ id: "b", format: null }),
      sampleImport({ id: "c", format: null, role: "config" }),
      sampleImport({ id: "d", role: "unknown" }),
    ];
    expect(analysable(files).map(({ id }) => id)).toEqual(["a", "c"]);
  });
});

describe("deletionSentence", () => {
  it("says how much goes", () => {
    expect(deletionSentence([sampleImport()])).toBe(
      "access.log and what its 8,990 lines added to the trends and incidents will be taken out. Incidents are worked out anew. Other files keep theirs.",
    );
    expect(deletionSentence([sampleImport({ parsed: 0 })])).toContain("Nothing was read from it yet.");
    expect(deletionSentence([sampleImport(), sampleImport()])).toMatch(/^All 2 files and what their 17,980 lines/u);
  });
});
