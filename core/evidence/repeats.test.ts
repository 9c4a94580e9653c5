import { describe, expect, it } from "vitest";
import type { FailedRequest } from "@/core/rollups/rollup";
import { repeats } from "./repeats";

const AT = Date.UTC(2026, 2, 4, 8, 0);

function line(number: number, change: Partial<FailedRequest> = {}): FailedRequest {
  const request = {
    atMs: AT,
    status: 502,
    method: "GET",
    path: "/a",
    host: null,
    route: "/a",
    clientIp: "203.0.113.9",
  };
  const rest = {
    requestMs: null,
    bodyBytes: null,
    requestBytes: null,
    userAgent: null,
    flags: null,
    errorReason: null,
  };
  return { ...request, ...rest, requestId: null, upstreams: [], file: 0, line: number, text: "", ...change } as never;
}

describe("one request logged again and again", () => {
  it("counts lines of one client, method, path and second as one request", () => {
    const lines = [
      line(1),
      line(2),
      line(3, { atMs: AT + 900 }),
      line(4, { atMs: AT + 1000 }),
      line(5, { path: "/b" }),
    ];
    expect(repeats(lines)).toMatchObject({ lines: 5, requests: 3, most: 3 });
  });
  it("knows nothing where no line names client and path", () => {
    expect(repeats([line(1, { clientIp: null }), line(2, { path: null })])).toBeNull();
    expect(repeats([])).toBeNull();
  });
});
