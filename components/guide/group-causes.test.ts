import { describe, expect, it } from "vitest";
import { groupCauses } from "./group-causes";

const cause = (id: string, category: string) => ({ id, category, title: id, summary: "", docs: "", tellsApart: "" });

describe("groupCauses", () => {
  it("shows all seven families even before the causes are there", () => {
    expect(groupCauses([]).map(({ category }) => category)).toEqual([
      "upstream",
      "overload",
      "network",
      "config",
      "cdn",
      "security",
      "client",
    ]);
  });

  it("loses no cause", () => {
    const families = groupCauses([cause("a", "config"), cause("b", "weather"), cause("c", "config")]);
    expect(families.find(({ category }) => category === "config")?.causes.map(({ id }) => id)).toEqual(["a", "c"]);
    expect(families.at(-1)).toMatchObject({ category: "weather", title: "weather" });
  });
});
