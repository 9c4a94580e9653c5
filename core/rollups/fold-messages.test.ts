import { describe, expect, it } from "vitest";
import type { ErrorEvent, Signature } from "@/core/events/error-event";
import { FoldMessages } from "./fold-messages";

const RELOAD: Signature = {
  ...{ id: "reload", phase: "proxy_internal", errno: null, cause: "", confidence: "high", label: "reloaded" },
  marker: { kind: "config-reload", target: "proxy", text: "proxy reloaded its configuration" },
};
const NOISE: Signature = { ...RELOAD, id: "noise", marker: undefined };

function event(signature: string | null, atMs: number): ErrorEvent {
  return {
    ...{ role: "error", format: "x", atMs, level: null, message: "m", phase: null, errno: null, signature },
    ...{ clientIp: null, server: null, request: null, method: null, path: null, host: null, upstreamAddr: null },
    ...{ referer: null, connection: null, pid: null },
  };
}

describe("markers", () => {
  it("come from messages whose signature says so, once a minute", () => {
    const fold = new FoldMessages([RELOAD, NOISE]);
    fold.add(event("reload", 1000), "", 1);
    fold.add(event("reload", 30_000), "", 2);
    fold.add(event("noise", 40_000), "", 3);
    fold.add(event(null, 50_000), "", 4);
    fold.add(event("reload", 200_000), "", 5);
    expect(fold.markers).toEqual([
      { role: "marker", atMs: 1000, kind: "config-reload", target: "proxy", text: "proxy reloaded its configuration" },
      {
        role: "marker",
        atMs: 200_000,
        kind: "config-reload",
        target: "proxy",
        text: "proxy reloaded its configuration",
      },
    ]);
    expect(fold.parsed).toBe(5);
  });
});
