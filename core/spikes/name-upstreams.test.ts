import { expect, it } from "vitest";
import type { FailureMessage } from "@/core/rollups/rollup";
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
