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
 * Logs of messages follow the access logs that they speak of.
 */
export function assignTiers(files: readonly UntieredFile[]): Tier[] {
  const tiers = files.map(({ chosen }) => chosen);
  const settled = () => files.map(({ hint }, at): Tier => tiers[at] ?? hint ?? "origin");
  const logs = files.map((file, at) => ({ ...file, at })).filter(({ choice }) => choice !== null);
  const access = logs.filter(({ role }) => role === "access");
  if (logs.length < 2 || tiers.every((tier) => tier !== null)) return settled();
  const samples = access.map(({ choice, head, options }) => ({
    isCdn: formatById(choice?.id ?? "")?.isCdn ?? false,
    events: choice === null ? [] : sampleEvents(head, choice, options).access,
  }));
  inferTiers(samples).forEach((tier, index) => (tiers[access[index]!.at] ??= tier));
  const found = settled();
  const known = access.map(({ at }, index) => ({ tier: found[at]!, events: samples[index]!.events }));
  if (new Set(known.map(({ tier }) => tier)).size < 2) return found;
  for (const { role, choice, head, options, at } of logs) {
    if (role === "access" || choice === null) continue;
    tiers[at] ??= tierOfMessages(sampleEvents(head, choice, options).messages, known);
  }
  return settled();
}
