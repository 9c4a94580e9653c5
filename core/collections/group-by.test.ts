import { expect, it } from "vitest";
import { groupBy } from "./group-by";

it("keeps the order of groups and items, and leaves out what has no key", () => {
  const words = ["pear", "fig", "", "plum", "apple", "peach", "nut"];
  expect([...groupBy(words, (word) => (word === "" ? null : word.length))]).toEqual([
    [4, ["pear", "plum"]],
    [3, ["fig", "nut"]],
    [5, ["apple", "peach"]],
  ]);
});
