import { describe, expect, it } from "vitest";
import { preparePreview } from "./prepare-preview";
import { sampleImport } from "./sample-import.fixture";

const previewOf = (event: Record<string, unknown> | null, reason: string | null = null) =>
  preparePreview({ import: sampleImport(), candidates: [], lines: [{ line: 1, text: "raw", event, reason }] });

describe("preparePreview", () => {
  it("shows an access line in the words of the table", () => {
    const { rows, read, absent } = previewOf({
      at: "2026-03-04T08:12:32.120Z",
      status: 502,
      method: "GET",
      path: "/a?b=1",
      clientIp: "192.0.2.1",
      requestMs: 1234,
      upstreams: [
        { addr: "10.0.0.1:80", responseMs: 12 },
        { addr: null, responseMs: null },
      ],
    });
    expect(rows[0]).toMatchObject({
      time: "2026-03-04 08:12:32",
      status: 502,
      client: "192.0.2.1",
      request: "GET /a?b=1",
      upstream: "10.0.0.1:80, –",
      times: "1.2 s / 12 ms",
      reason: null,
    });
    expect(read).toBe(1);
    expect(absent).toEqual([]);
  });

  it("counts lines as one says it", () => {
    const summary = (role: "access" | "config", reasons: (string | null)[]) =>
      preparePreview({
        import: sampleImport({ role }),
        candidates: [],
        lines: reasons.map((reason, at) => ({
          line: at + 1,
          text: "raw",
          event: reason === null ? { at: null } : null,
          reason,
        })),
      }).summary;
    expect(summary("config", [null])).toBe("First line");
    expect(summary("config", [null, null])).toBe("First 2 lines");
    expect(summary("access", [null])).toBe("First line read");
    expect(summary("access", ["no status"])).toBe("First line not read");
    expect(summary("access", [null, "no status"])).toBe("1 of the first 2 lines read");
  });

  it("names what the format does not carry", () => {
    expect(previewOf({ at: "2026-03-04T08:12:32Z", status: 200, method: "GET", path: "/" }).absent).toEqual([
      "upstream",
      "times",
    ]);
  });

  it("keeps the reason of a line that was not read, and survives odd values", () => {
    expect(previewOf(null, "no time").rows[0]?.reason).toBe("no time");
    expect(previewOf({ status: "502", upstreams: "x", at: 7 }).rows[0]).toMatchObject({
      status: null,
      time: "–",
      upstream: "–",
      reason: null,
    });
  });
});
