import { describe, expect, it } from "vitest";
import { suggestSourceName, worthUploading } from "./prepare-batch";

describe("suggestSourceName", () => {
  it("takes the folder that all files came out of", () => {
    expect(
      suggestSourceName([
        { name: "access.log", path: "./shop-eu/access.log" },
        { name: "error.log", path: "./shop-eu/error.log" },
      ]),
    ).toBe("shop-eu");
  });

  it("takes the words that all names share and that say whose they are", () => {
    expect(suggestSourceName([{ name: "shop-access.log.1.gz" }, { name: "shop-error.log" }])).toBe("shop");
    expect(suggestSourceName([{ name: "api.example.com-access.log" }])).toBe("api-example-com");
  });

  it("leaves the name to the server where the names say nothing", () => {
    expect(suggestSourceName([{ name: "access.log" }, { name: "error.log" }, { name: "nginx.conf" }])).toBeNull();
    expect(suggestSourceName([{ name: "shop-access.log" }, { name: "blog-access.log" }])).toBeNull();
    expect(suggestSourceName([])).toBeNull();
  });

  it("never exceeds what the contract allows", () => {
    expect(suggestSourceName([{ name: `${"x".repeat(400)}.log` }])).toHaveLength(120);
  });
});

describe("worthUploading", () => {
  it("leaves out hidden and system files of a dropped folder", () => {
    const files = [{ name: ".DS_Store" }, { name: "Thumbs.db" }, { name: "access.log" }];
    expect(worthUploading(files)).toEqual([{ name: "access.log" }]);
  });
});
