import { describe, expect, it } from "vitest";
import { hrefWith, isCurrent, NAV_ITEMS } from "./nav-items";

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

describe("hrefWith", () => {
  it("carries what has a value, escaped", () => {
    expect(hrefWith("/incidents", { source: "shop & co", tz: null })).toBe("/incidents?source=shop+%26+co");
    expect(hrefWith("/", { source: null, tz: null })).toBe("/");
  });
});
