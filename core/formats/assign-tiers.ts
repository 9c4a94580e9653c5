import type { AccessEvent } from "@/core/events/access-event";
import { formatById } from "./format-registry";
import { inferTiers, tierOfMessages, type Tier } from "./infer-tiers";
import type { FormatChoice, OpenOptions } from "./line-reader";
import { sampleEvents } from "./sample-events";

/** A file of a system, before its tier is settled. */
export interface UntieredFile {
  role: string;
  choice: FormatChoice | null;
  head: Uint8Array;
  options: OpenOptions;
  /** What its name suggests; null where it suggests nothing. */
  hint: Tier | null;
  /** As the operator said; null where nobody did. */
  chosen: Tier | null;
}

/**
 * The tier of each file: as the operator said, else as the contents of the access logs show, else as its name suggests, else the origin.
 * Logs of messages follow the access logs that they speak of, else that of the same product.
 */
export function assignTiers(files: readonly UntieredFile[]): Tier[] {
  const tiers = files.map(({ chosen }) => chosen);
  const settled = () => files.map(({ hint }, at): Tier => tiers[at] ?? hint ?? "origin");
  const logs = files.map((file, at) => ({ ...file, at })).filter(({ choice }) => choice !== null);
  const access = logs.filter(({ role }) => role === "access");
  if (logs.length < 2 || tiers.every((tier) => tier !== null)) return settled();
  const samples = access.map(({ choice, head, options }) => {
    const events = choice === null ? [] : sampleEvents(head, choice, options).access;
    return { isCdn: formatById(choice?.id ?? "")?.isCdn ?? false, events, product: productOf(choice, events) };
  });
  inferTiers(samples).forEach((tier, index) => (tiers[access[index]!.at] ??= tier));
  const found = settled();
  const known = access.map(({ at }, index) => ({ tier: found[at]!, ...samples[index]! }));
  if (new Set(known.map(({ tier }) => tier)).size < 2) return found;
  for (const { role, choice, head, options, at } of logs) {
    if (role === "access" || choice === null) continue;
    const messages = sampleEvents(head, choice, options).messages;
    tiers[at] ??= tierOfMessages(messages, known) ?? tierOfProduct(formatById(choice.id)?.product ?? null, known);
  }
  return settled();
}

/** Whose access log it is; null of the combined format and its like, which Apache, Varnish and many more write as nginx does. */
function productOf(choice: FormatChoice | null, events: readonly AccessEvent[]): string | null {
  const product = formatById(choice?.id ?? "")?.product ?? null;
  return product === "nginx" && events.every(({ upstreams }) => upstreams.length === 0) ? null : product;
}

/** An error log is of the tier whose access log is the same product's; else of the only one whose access log may be anybody's. */
function tierOfProduct(product: string | null, access: readonly { tier: Tier; product: string | null }[]): Tier | null {
  const tiersWith = (wanted: string | null) =>
    new Set(access.filter((log) => log.product === wanted).map(({ tier }) => tier));
  const same = tiersWith(product);
  const [tier = null, other = null] = same.size > 0 ? same : tiersWith(null);
  return other === null ? tier : null;
}
