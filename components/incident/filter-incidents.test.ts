import { expect, it } from "vitest";
import { INCIDENT_FILTERS, matchesFilter } from "./filter-incidents";

it("keeps a regression in view when it is closed as well", () => {
  const filtersOf = (row: Parameters<typeof matchesFilter>[0]) =>
    INCIDENT_FILTERS.filter((filter) => matchesFilter(row, filter));
  expect(filtersOf({ state: "open", returns: null })).toEqual(["all", "open"]);
  expect(filtersOf({ state: "open", returns: "recurring" })).toEqual(["all", "open"]);
  expect(filtersOf({ state: "closed", returns: "regression" })).toEqual(["all", "closed", "regressed"]);
});
