import type { z } from "zod";
import type { formatsSchema } from "@/core/contract/imports";

export type FormatEntry = z.infer<typeof formatsSchema>["formats"][number];

/** The formats of one product. */
export interface FormatGroup {
  product: string;
  /** Anchor on the page. */
  id: string;
  formats: FormatEntry[];
}

const ROLE_ORDER: readonly FormatEntry["role"][] = ["access", "error", "app-error"];

/**
 * Formats by product, in alphabetical order; within one, access logs come first. With `wanted`, those in which every word of it
 * occurs, in any case.
 */
export function groupFormats(formats: readonly FormatEntry[], wanted: string): FormatGroup[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, FormatEntry[]>();
  for (const format of formats) {
    const text = `${format.product} ${format.title} ${format.id} ${format.canTell} ${format.improve}`.toLowerCase();
    if (!words.every((word) => text.includes(word))) continue;
    const group = groups.get(format.product);
    if (group) group.push(format);
    else groups.set(format.product, [format]);
  }
  return [...groups]
    .sort(([one], [other]) => one.localeCompare(other, "en", { sensitivity: "base" }))
    .map(([product, members]) => ({
      product,
      id: `product-${product.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`,
      formats: members.sort((a, b) => ROLE_ORDER.indexOf(a.role) - ROLE_ORDER.indexOf(b.role)),
    }));
}
