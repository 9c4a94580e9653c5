import { describe, expect, it } from "vitest";
import { sampleImport } from "@/components/ingest/sample-import.fixture";
import { prepareEmptyList } from "./prepare-empty-list";

describe("prepareEmptyList", () => {
  it("says that there are no logs, and offers to add some", () => {
    expect(prepareEmptyList([], 0, "all")).toMatchObject({ title: "No logs yet", offersLogs: true });
    const waiting = sampleImport({ state: "ready", lines: 0 });
    const failed = sampleImport({ state: "failed", lines: 0 });
    expect(prepareEmptyList([waiting, failed], 0, "all")).toMatchObject({ title: "No logs yet", offersLogs: true });
  });

  it("says that nothing was found where there are logs, or where that is not known", () => {
    const expected = { title: "No incident found", offersLogs: false };
    expect(prepareEmptyList([sampleImport({ state: "done" })], 0, "all")).toMatchObject(expected);
    expect(prepareEmptyList([sampleImport({ state: "running", lines: 0 })], 0, "all")).toMatchObject(expected);
    expect(prepareEmptyList([sampleImport({ state: "failed", lines: 12 })], 0, "all")).toMatchObject(expected);
    expect(prepareEmptyList(null, 0, "all")).toMatchObject(expected);
  });

  it("says what the filter asked for where incidents were found", () => {
    expect(prepareEmptyList([], 2, "regressed")).toMatchObject({ title: "Nothing has come back", offersLogs: false });
  });
});
