import { describe, expect, it } from "vitest";
import { isBuiltinPage } from "./builtin-page";
import type { ProxyProduct } from "./proxy-product";

describe("sizes of built-in pages", () => {
  it.each<[ProxyProduct, number, number, boolean | null]>([
    ["nginx", 150, 502, true],
    ["nginx", 559, 502, true],
    ["nginx", 209, 502, false],
    ["haproxy", 209, 502, true],
    ["haproxy", 217, 503, true],
    ["haproxy", 198, 504, true],
    ["haproxy", 209, 503, false],
    ["caddy", 0, 502, true],
    ["caddy", 157, 502, false],
    ["traefik", 11, 502, true],
    ["traefik", 21, 500, true],
    ["traefik", 150, 502, false],
    ["envoy", 91, 503, null],
    ["apache", 341, 502, null],
  ])("%s: %i bytes with %i", (product, bytes, status, own) => {
    expect(isBuiltinPage(product, bytes, status)).toBe(own);
  });
});
