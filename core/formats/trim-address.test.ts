import { expect, it } from "vitest";
import { asciiBytes, decodeUtf8 } from "./read-bytes";
import { hostOfUrl, trimAddress, trimAuthority } from "./trim-address";

function trimmed(text: string, trim: (buf: Uint8Array, out: Int32Array, at: number) => void): string | null {
  const bytes = asciiBytes(text);
  const out = Int32Array.from([0, bytes.length]);
  trim(bytes, out, 0);
  return out[0]! < 0 ? null : decodeUtf8(bytes, out[0]!, out[1]!);
}

it.each([
  ["http://172.18.0.5:8080", "172.18.0.5:8080"],
  ["http://10.0.0.2/toto?a", "10.0.0.2"],
  ["tcp://[fd00::7]:80", "[fd00::7]:80"],
  ["envoy://internal/1", "internal"],
  ["10.0.0.7:80", "10.0.0.7:80"],
  ["/run/app.sock", "/run/app.sock"],
  ["unix:/run/app.sock", "unix:/run/app.sock"],
  ["-", "-"],
  ["/", null],
  ["http://", null],
  ["http:///x", null],
])("keeps the authority of %s", (text, expected) => {
  expect(trimmed(text, trimAuthority)).toBe(expected);
});

it.each([
  ["203.0.113.9:4444", "203.0.113.9"],
  ["203.0.113.9", "203.0.113.9"],
  ["203.0.113.9, 10.0.0.1", "203.0.113.9"],
  ["203.0.113.9:1,10.0.0.1:2", "203.0.113.9"],
  ["[2001:db8::1]:4444", "2001:db8::1"],
  ["[2001:db8::1", "2001:db8::1"],
  ["2001:db8::1", "2001:db8::1"],
  ["-", "-"],
  ["", ""],
])("keeps the address of %s", (text, expected) => {
  expect(trimmed(text, trimAddress)).toBe(expected);
});

it.each([
  ["https://shop.test:443/a?b", "shop.test:443"],
  ["https://shop.test?b", "shop.test"],
  ["/a", null],
  ["https:///a", null],
])("finds the host in %s", (text, expected) => {
  const bytes = asciiBytes(text);
  const out = Int32Array.from([-1, -1]);
  hostOfUrl(bytes, 0, bytes.length, out, 0);
  expect(out[0]! < 0 ? null : decodeUtf8(bytes, out[0]!, out[1]!)).toBe(expected);
});
