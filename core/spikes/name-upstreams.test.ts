import { expect, it } from "vitest";
import type { FailedRequest, FailureMessage } from "@/core/rollups/rollup";
import { isUpstreamAddress, nameUpstreams } from "./name-upstreams";

it.each([
  ["10.0.0.1:80", true],
  ["10.0.0.1", true],
  ["[2001:db8::7]:80", true],
  ["app.example.com:8080", true],
  ["unix:/run/app.sock", true],
  ["be_app/app01", true],
  ["be_app", false],
  ["app01.example.com", false],
])("%s is an address: %s", (text, expected) => {
  expect(isUpstreamAddress(text)).toBe(expected);
});

it("names members of a backend, by their address where a config has it", () => {
  const message = (upstreamAddr: string): FailureMessage => ({
    ...{ file: 0, line: 1, atMs: 0, level: null, message: "", signature: null, phase: null, errno: null, text: "" },
    ...{ clientIp: null, method: null, path: null, host: null, server: null, upstreamAddr },
  });
  const messages = [message("be_app/app01"), message("be_app/app02"), message("be_app")];
  expect(nameUpstreams([], messages, new Map(), new Map())).toEqual(["be_app/app01", "be_app/app02"]);
  const groups = new Map([["be_app/app01", ["10.1.18.31:8080"]]]);
  expect(nameUpstreams([], messages, new Map(), groups)).toEqual(["10.1.18.31:8080", "be_app/app02"]);
});

it("takes a backend in which most failures found nobody for all of its servers", () => {
  const line = (addr: string | null): FailedRequest => ({
    ...{
      file: 0,
      line: 1,
      atMs: 0,
      status: 503,
      madeBy: "proxy",
      signature: null,
      method: null,
      path: null,
      route: null,
    },
    ...{ host: null, clientIp: null, userAgent: null, bodyBytes: null, requestBytes: null, requestMs: null, text: "" },
    attempts:
      addr === null
        ? []
        : [
            {
              addr,
              status: null,
              connectMs: null,
              headerMs: null,
              responseMs: null,
              receivedBytes: null,
              sentBytes: null,
            },
          ],
    ...{ upstreamField: addr ?? "be_app/<NOSRV>", flags: "SC--", errorReason: null, requestId: null },
  });
  const groups = new Map([["be_app", ["be_app/app01", "be_app/app02"]]]);
  const named = (addrs: (string | null)[]) => nameUpstreams(addrs.map(line), [], new Map(), groups);
  expect(named(["be_app/app02", "be_app/app02", null, null, null])).toEqual(["be_app/app01", "be_app/app02"]);
  expect(named(["be_app/app02", "be_app/app02", "be_app/app02", null])).toEqual(["be_app/app02"]);
});
