import { describe, expect, it } from "vitest";
import type { Signature } from "@/core/events/error-event";
import type { FailureMessage } from "@/core/rollups/rollup";
import { deaths } from "./deaths";
import type { EvidenceContext } from "./evidence-context";

const signature = (id: string, cause: string): Signature => ({
  id,
  cause,
  phase: "connect",
  errno: null,
  confidence: "medium",
  label: id,
});
const SIGNATURES = new Map([
  ["refused", signature("refused", "upstream-down")],
  ["closed", signature("closed", "premature-close")],
]);

function context(story: [upstream: string, signature: string][]): EvidenceContext {
  const messages = story.map(([upstreamAddr, id], at): FailureMessage => ({
    file: 0,
    line: at + 1,
    atMs: at * 1000,
    level: "error",
    message: id,
    signature: id,
    phase: null,
    errno: null,
    clientIp: null,
    method: null,
    path: null,
    host: null,
    server: null,
    upstreamAddr,
    text: id,
  }));
  const partial: Pick<EvidenceContext, "messages" | "signatures" | "failures"> = {
    messages,
    signatures: SIGNATURES,
    failures: [],
  };
  return partial as EvidenceContext;
}

describe("deaths", () => {
  it("counts a stop once, however many were refused after it", () => {
    const stopped = deaths(
      context([
        ["10.0.0.1:80", "closed"],
        ["10.0.0.1:80", "refused"],
        ["10.0.0.1:80", "refused"],
      ]),
    );
    expect(stopped).toMatchObject({ count: 1, mostOnOne: 1, upstreams: ["10.0.0.1:80"] });
  });
  it("tells a crash loop on one upstream from a deploy that stops each once", () => {
    const loop = deaths(
      context([
        ["10.0.0.1:80", "closed"],
        ["10.0.0.1:80", "refused"],
        ["10.0.0.1:80", "closed"],
        ["10.0.0.1:80", "refused"],
      ]),
    );
    const deploy = deaths(
      context([
        ["10.0.0.1:80", "closed"],
        ["10.0.0.1:80", "refused"],
        ["10.0.0.2:80", "closed"],
        ["10.0.0.2:80", "refused"],
      ]),
    );
    expect(loop?.mostOnOne).toBe(2);
    expect(deploy).toMatchObject({ count: 2, mostOnOne: 1 });
  });
  it("does not mix what happened to different upstreams", () => {
    const mixed = deaths(
      context([
        ["10.0.0.1:80", "closed"],
        ["10.0.0.2:80", "refused"],
      ]),
    );
    expect(mixed?.count).toBe(0);
  });
  it("cannot tell without messages or connect times", () => {
    expect(deaths(context([]))).toBeNull();
  });
});
