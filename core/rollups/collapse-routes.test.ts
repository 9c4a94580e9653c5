import { describe, expect, it } from "vitest";
import { collapseRoutes, MAX_CHILDREN } from "./collapse-routes";

const titles = (count: number) =>
  Array.from({ length: count }, (_, index) => `/wiki/title${String.fromCharCode(97 + (index % 26))}${index}x`);

describe("collapseRoutes", () => {
  it("leaves a few siblings alone", () => {
    const routes = ["", "/", ...titles(MAX_CHILDREN), "*"];
    expect(
      collapseRoutes(
        routes,
        routes.map(() => 1),
        routes.map(() => 0),
      ),
    ).toEqual(routes);
  });

  it("merges many light siblings and what lies below them", () => {
    const routes = [...titles(200), "/wiki/one/history", "/cart"];
    const names = collapseRoutes(
      routes,
      routes.map(() => 1),
      routes.map(() => 0),
    );
    expect(new Set(names)).toEqual(new Set(["/wiki/*", "/cart"]));
  });

  it("keeps siblings that carry much of the traffic or of the failures", () => {
    const routes = [...titles(200), "/wiki/home", "/wiki/broken"];
    const requests = routes.map((route) => (route === "/wiki/home" ? 500 : 1));
    const errors = routes.map((route) => (route === "/wiki/broken" ? 9 : 0));
    expect(new Set(collapseRoutes(routes, requests, errors))).toEqual(
      new Set(["/wiki/*", "/wiki/home", "/wiki/broken"]),
    );
  });

  it("merges again what was merged in a chunk", () => {
    const routes = ["/wiki/*", ...titles(60)];
    const names = collapseRoutes(
      routes,
      routes.map(() => 1),
      routes.map(() => 0),
    );
    expect(names.filter((name) => name === "/wiki/*").length).toBeGreaterThan(30);
  });
});
