import { describe, expect, it } from "vitest";
import { prepareActivity } from "./prepare-activity";
import { sampleImport } from "./sample-import.fixture";

describe("prepareActivity", () => {
  it("is silent at rest", () => {
    expect(prepareActivity([sampleImport({ state: "done" })], [])).toBeNull();
  });

  it("counts bytes of all files that are being read", () => {
    const activity = prepareActivity([sampleImport(), sampleImport({ state: "queued", bytesDone: 0 })], []);
    expect(activity).toEqual({ label: "Reading 2 files", share: 0.25, percent: "25 %" });
  });

  it("shows uploads first and never claims 100 % before the end", () => {
    const upload = { key: "0", fileName: "a", sizeBytes: 10, sentBytes: 10, state: "sending", problem: null } as const;
    expect(prepareActivity([sampleImport()], [upload])).toMatchObject({ label: "Uploading 1 file", percent: "99 %" });
  });
});
