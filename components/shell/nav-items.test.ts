import { describe, expect, it } from "vitest";
import { hrefWithSource, isCurrent, NAV_ITEMS } from "./nav-items";

const currentAt = (pathname: string) => NAV_ITEMS.filter((item) => isCurrent(item, pathname)).map((item) => item.label);

describe("NAV_ITEMS", () => {
  it("marks one place per path", () => {
    expect(currentAt("/")).toEqual(["Trends"]);
    expect(currentAt("/incidents/abc")).toEqual(["Incidents"]);
    expect(currentAt("/formats")).toEqual(["Guide"]);
    expect(currentAt("/importers")).toEqual([]);
  });

  it("has a key of its own for each place", () => {
    expect(new Set(NAV_ITEMS.map((item) => item.key)).size).toBe(NAV_ITEMS.length);
  });
});

describe("hrefWithSource", () => {
  it("keeps the source, escaped", () => {
    expect(hrefWithSource("/incidents", "shop & co")).toBe("/incidents?source=shop%20%26%20co");
    expect(hrefWithSource("/", null)).toBe("/");
  });
});
