import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_ROUTE_BYTES, pathEnd, writeRoute } from "./route-hash";

function routeOf(bytes: Uint8Array): string {
  const out = new Uint8Array(MAX_ROUTE_BYTES);
  const end = writeRoute(bytes, 0, pathEnd(bytes, 0, bytes.length), out, 0);
  expect(end).toBeLessThanOrEqual(MAX_ROUTE_BYTES);
  return new TextDecoder().decode(out.subarray(0, end));
}

describe("writeRoute", () => {
  it.each([
    ["/", "/"],
    ["/orders/812?x=1", "/orders/:id"],
    ["/orders/812/", "/orders/:id/"],
    ["/api/v1/users/42/cart", "/api/v1/users/:id/cart"],
    ["/api/v2.1/users", "/api/v2.1/users"],
    ["/product/trail-shoe-651", "/product/:id"],
    ["/product/trail-shoe", "/product/trail-shoe"],
    ["/u/550e8400-e29b-41d4-a716-446655440000", "/u/:id"],
    ["/commit/9fceb02d0ae598e95dc970b74767f19372d61af8", "/commit/:id"],
    ["/assets/main.4f3a2b1c.js", "/assets/:id.js"],
    ["/img/1234.webp", "/img/:id.webp"],
    ["/img/logo.png", "/img/logo.png"],
    ["/2025-06-11/report", "/:id/report"],
    ["/t/01ARZ3NDEKTSV4RRFFQ69G5FAV", "/t/:id"],
    ["/user/user4711", "/user/:id"],
    ["/user/ada@example.test", "/user/:id"],
    ["/oauth2/callback", "/oauth2/callback"],
    ["/page2", "/page2"],
    ["/wiki/Special:Recent", "/wiki/Special:Recent"],
    ["/app;jsessionid=8A7B", "/app"],
    ["http://www.example.test/a/7", "/a/:id"],
    ["https://www.example.test", "https://www.example.test"],
    ["*", "*"],
    ["/a/b/c/d/e/f/g/h", "/a/b/c/d/e/f/*"],
    ["//", "//"],
  ])("turns %s into %s", (target, route) => {
    expect(routeOf(new TextEncoder().encode(target))).toBe(route);
  });

  it("stays within its bounds whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
        routeOf(bytes);
        routeOf(Uint8Array.from([0x2f, ...bytes]));
      }),
    );
  });
});
