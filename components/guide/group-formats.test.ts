import { expect, it } from "vitest";
import { groupFormats, type FormatEntry } from "./group-formats";

const format = (product: string, id: string, role: FormatEntry["role"]): FormatEntry => ({
  ...{ product, id, role, title: `${product} ${id}`, docs: "https://example.com" },
  ...{ canTell: "the termination state", cannotTell: "", improve: "option httplog", sample: "" },
});
const FORMATS = [
  format("nginx", "nginx-error", "error"),
  format("nginx", "nginx-combined", "access"),
  format("Amazon CloudFront", "cloudfront", "access"),
  format("HAProxy", "haproxy-http", "access"),
];

it("puts the formats of a product together, access logs first", () => {
  const groups = groupFormats(FORMATS, "");
  expect(groups.map(({ product }) => product)).toEqual(["Amazon CloudFront", "HAProxy", "nginx"]);
  expect(groups[0]?.id).toBe("product-amazon-cloudfront");
  expect(groups[2]?.formats.map(({ id }) => id)).toEqual(["nginx-combined", "nginx-error"]);
});

it("finds by every word, in any case", () => {
  expect(groupFormats(FORMATS, " HTTPLOG haproxy ").map(({ product }) => product)).toEqual(["HAProxy"]);
  expect(groupFormats(FORMATS, "no such thing")).toEqual([]);
});
