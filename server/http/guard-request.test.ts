import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { isLoopback, refuseCrossSiteWrite, refuseForeignHost } from "./guard-request";

const request = (headers: IncomingHttpHeaders, method = "GET") => ({ headers, method }) as IncomingMessage;

describe("isLoopback", () => {
  it.each(["localhost", "127.0.0.1", "127.8.8.8", "::1", "[::1]", "LOCALHOST"])("knows %s", (host) => {
    expect(isLoopback(host)).toBe(true);
  });
  it.each(["0.0.0.0", "::", "10.0.0.1", "localhost.example", "127.0.0.1.example", ""])("refuses %s", (host) => {
    expect(isLoopback(host)).toBe(false);
  });
});

describe("refuseForeignHost", () => {
  it.each(["localhost:5020", "127.0.0.1", "[::1]:5020"])("answers %s", (host) => {
    expect(refuseForeignHost(request({ host }))).toBeNull();
  });
  it.each(["rebound.example", "localhost.example:5020", "", "a b", undefined])("turns %s away", (host) => {
    expect(refuseForeignHost(request(host === undefined ? {} : { host }))?.status).toBe(421);
  });
});

describe("refuseCrossSiteWrite", () => {
  const host = "localhost:5020";

  it("lets reads, scripts and our own pages pass", () => {
    expect(refuseCrossSiteWrite(request({ host, origin: "https://elsewhere.example" }, "GET"))).toBeNull();
    expect(refuseCrossSiteWrite(request({ host }, "POST"))).toBeNull();
    expect(
      refuseCrossSiteWrite(request({ host, origin: `http://${host}`, "sec-fetch-site": "same-origin" }, "PATCH")),
    ).toBeNull();
  });

  it("knows our own pages behind a proxy that ends TLS", () => {
    expect(
      refuseCrossSiteWrite(request({ host: "gumshoe.example", origin: "https://gumshoe.example" }, "POST")),
    ).toBeNull();
  });

  it.each<IncomingHttpHeaders>([
    { origin: "https://elsewhere.example" },
    { origin: "http://localhost:3000" },
    { origin: "null" },
    { origin: "file://" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ])("refuses a write with %o", (headers) => {
    expect(refuseCrossSiteWrite(request({ host, ...headers }, "POST"))?.status).toBe(403);
  });
});
