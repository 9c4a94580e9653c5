import { describe, expect, it } from "vitest";
import type { SignatureFact } from "./evidence";
import { explainFlags } from "./explain-flags";

const FLAG: SignatureFact = {
  ...{
    signature: "haproxy-refused",
    source: "access-log",
    cause: "upstream-down",
    confidence: "medium",
    phase: "connect",
  },
  ...{ label: "the server refused the connection", errno: "SC", count: 226, baselinePerMinute: 0, share: 1 },
  ...{ upstreams: ["be_app/app01"], samples: [] },
};
const check = (fact: Partial<SignatureFact>): SignatureFact => ({
  ...FLAG,
  ...{ signature: "check", source: "error-log", confidence: "high", count: 1, ...fact },
});
const TLS = check({ cause: "tls-handshake", phase: "tls", label: "health check: TLS handshake failed" });

describe("explainFlags", () => {
  it("reads a flag that faults share as the health check of the same server was met", () => {
    expect(explainFlags([FLAG, TLS])[0]).toMatchObject({
      cause: "tls-handshake",
      phase: "tls",
      errno: "SC",
      count: 226,
    });
  });
  it.each([
    ["no check failed", [FLAG]],
    ["a check was refused as well", [FLAG, TLS, check({})]],
    ["the check is of another server", [FLAG, { ...TLS, upstreams: ["be_app/app02"] }]],
    ["the flag says more", [{ ...FLAG, confidence: "high" as const }, TLS]],
  ])("leaves it where %s", (_why, facts) => {
    expect(explainFlags(facts)).toEqual(facts);
  });
});
