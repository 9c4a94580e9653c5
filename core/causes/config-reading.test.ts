import { describe, expect, it } from "vitest";
import { durationValue, hostAndPort, place, sizeValue } from "./config-reading";

describe("values of an nginx configuration", () => {
  it("reads times", () => {
    expect(["60s", "60", "500ms", "1m 30s", "1h30m", "soon", ""].map(durationValue)).toEqual([
      60_000,
      60_000,
      500,
      90_000,
      5_400_000,
      null,
      null,
    ]);
  });
  it("reads sizes, of `8 16k` the size of one buffer", () => {
    expect(["4k", "8 16k", "1m", "4096", "big"].map(sizeValue)).toEqual([4096, 16_384, 1_048_576, 4096, null]);
  });
  it("takes addresses apart", () => {
    expect(hostAndPort("10.0.0.1:8080")).toEqual({ host: "10.0.0.1", port: "8080" });
    expect(hostAndPort("[2001:db8::1]:443")).toEqual({ host: "[2001:db8::1]", port: "443" });
    expect(["app", "unix:/run/app.sock", "a b:80", "2001:db8::1"].map(hostAndPort)).toEqual([null, null, null, null]);
  });
  it("names a place by file and line", () => {
    expect(place({ file: "/etc/nginx/nginx.conf", line: 33 })).toBe("nginx.conf:33");
    expect(place({ file: "/etc/nginx/conf.d/app.conf", line: 7 })).toBe("conf.d/app.conf:7");
    expect(place({ file: "app.conf", line: 7 })).toBe("app.conf:7");
  });
});
