import { listed } from "@/core/causes/number-words";
import type { IncidentTraits } from "@/core/contract/past-incidents";
import { compareScopes } from "./compare-scopes";
import { areRelated } from "./give-way";

/** An incident as it is held against another. */
export interface Comparable {
  sourceId: string;
  traits: IncidentTraits;
}

export interface Likeness {
  /** 0…1; what one of the two logs does not carry does not count. */
  score: number;
  /** See `isSameFault`. */
  sameFault: boolean;
  reasons: string[];
  differences: string[];
}

/**
 * What each trait is worth. The cause answers "why" and the scope "where": together they outweigh the rest, which only says how it
 * looked. So the same cause elsewhere passes `SIMILAR`, and so does the same place with a closer or wider cause; another cause in the
 * same place does not, unless the very messages are the same.
 */
const WEIGHTS = { cause: 4, scope: 3, signatures: 2, statuses: 1, product: 1 } as const;

/**
 * From here on an incident is worth showing. Of the 5,354 pairs of different recorded scenarios, taken as one source, 117 reach it:
 * 111 have the same cause, 5 a related one, and one the same place and message. Three in four pairs lie below 0.25.
 */
export const SIMILAR = 0.6;

/** Causes that explain the same messages at different depth, and causes of one family: worth this much of the same cause. */
const RELATED_CAUSE = 0.5;
const SAME_CATEGORY = 0.25;
/** "Unknown" twice is not the same answer twice. */
const BOTH_UNKNOWN = 0.5;
/** One is narrowed where the other is not: it may be the same place, seen in more or less detail. */
const PERHAPS_SAME_PLACE = 0.4;

/**
 * How alike two incidents are, and why in words; differences say how `other` differs from `one`. Incidents of different kind
 * or tier are not alike at all: an edge's view and an origin's are two sides of one outage.
 */
export function compareIncidents(one: Comparable, other: Comparable): Likeness {
  const a = one.traits;
  const b = other.traits;
  if (a.kind !== b.kind || a.tier !== b.tier) return { score: 0, sameFault: false, reasons: [], differences: [] };
  const place = compareScopes(a.scope, b.scope);
  const cause = compareCauses(a, b);
  const messages = compareMessages(a, b);
  const product = compareProducts(a, b);
  const statuses = b.statuses.filter((status) => a.statuses.includes(status));
  const all = new Set([...a.statuses, ...b.statuses]);
  const parts: { weight: number; value: number | null }[] = [
    { weight: WEIGHTS.cause, value: cause.value },
    { weight: WEIGHTS.scope, value: placeValue(place, one.sourceId === other.sourceId) },
    { weight: WEIGHTS.signatures, value: messages.value },
    { weight: WEIGHTS.statuses, value: all.size === 0 ? null : statuses.length / all.size },
    { weight: WEIGHTS.product, value: product },
  ];
  const known = parts.filter((part): part is { weight: number; value: number } => part.value !== null);
  const weight = known.reduce((sum, part) => sum + part.weight, 0);
  return {
    score: known.reduce((sum, part) => sum + part.weight * part.value, 0) / weight,
    sameFault: isSameFault(one, other),
    reasons: [
      ...cause.reasons,
      ...place.reasons,
      ...messages.reasons,
      ...(statuses.length === 0
        ? []
        : [`same ${statuses.length === 1 ? "status" : "statuses"} ${listed(statuses.map(String), 3)}`]),
    ],
    differences: [
      ...cause.differences,
      ...place.differences,
      ...messages.differences,
      ...(statuses.length === 0 ? [`status ${listed(b.statuses.map(String), 3)}`] : []),
      ...(product === 0 ? [`another proxy, ${b.product ?? ""}`] : []),
    ],
  };
}

/**
 * Whether two incidents are the same fault: of the same source, tier and kind, with the same cause, in the same place. The same
 * place means that no dimension contradicts and one value at least is in both, or that both are all traffic. Messages and product
 * must not contradict either; where neither cause is known, a status must be the same. A score would not do: whoever reads "it has
 * come back" doubts a fix that may well hold, so one upstream's fault is not another's, and a whole pool's is not one member's.
 */
export function isSameFault(one: Comparable, other: Comparable): boolean {
  const a = one.traits;
  const b = other.traits;
  if (one.sourceId !== other.sourceId || a.tier !== b.tier || a.kind !== b.kind || a.cause !== b.cause) return false;
  const place = compareScopes(a.scope, b.scope);
  if (!place.related || !(place.shared || place.unnarrowed)) return false;
  if (compareProducts(a, b) === 0 || compareMessages(a, b).value === 0) return false;
  return a.cause !== "undetermined" || a.statuses.some((status) => b.statuses.includes(status));
}

interface Part {
  value: number | null;
  reasons: string[];
  differences: string[];
}

function compareCauses(a: IncidentTraits, b: IncidentTraits): Part & { value: number } {
  if (a.cause === b.cause) {
    return a.cause === "undetermined"
      ? { value: BOTH_UNKNOWN, reasons: ["cause not known in either"], differences: [] }
      : { value: 1, reasons: ["same cause"], differences: [] };
  }
  if (areRelated(a.cause, b.cause)) {
    return { value: RELATED_CAUSE, reasons: [`a related cause, “${b.causeTitle}”`], differences: [] };
  }
  const value = a.category === b.category ? SAME_CATEGORY : 0;
  return { value, reasons: [], differences: [`another cause, “${b.causeTitle}”`] };
}

/** Null where one of the two logs carries no messages. */
function compareMessages(a: IncidentTraits, b: IncidentTraits): Part {
  if (a.signatures === null || b.signatures === null) return { value: null, reasons: [], differences: [] };
  const known = new Set(a.signatures.map(({ id }) => id));
  const shared = b.signatures.filter(({ id }) => known.has(id));
  const quoted = (labels: { label: string }[]): string => listed(labels.map(({ label }) => `“${label}”`));
  return {
    value: shared.length / Math.min(a.signatures.length, b.signatures.length),
    reasons: shared.length === 0 ? [] : [`same ${shared.length === 1 ? "message" : "messages"} ${quoted(shared)}`],
    differences: shared.length > 0 ? [] : [`another message, ${quoted(b.signatures)}`],
  };
}

/** Null where it is not known of both. */
function compareProducts(a: IncidentTraits, b: IncidentTraits): number | null {
  return a.product === null || b.product === null ? null : Number(a.product === b.product);
}

/** Null where the logs do not say: "all traffic" of two systems is no place in common. */
function placeValue(place: ReturnType<typeof compareScopes>, sameSource: boolean): number | null {
  if (place.unnarrowed) return sameSource ? 1 : null;
  if (!place.related || place.shared) return place.overlap;
  return PERHAPS_SAME_PLACE;
}
