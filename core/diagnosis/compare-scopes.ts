import { listed } from "@/core/causes/number-words";
import type { Scope } from "@/core/spikes/spike";

const DIMENSIONS = [
  { key: "upstreams", one: "upstream", many: "upstreams" },
  { key: "hosts", one: "host", many: "hosts" },
  { key: "paths", one: "path", many: "paths" },
  { key: "clients", one: "client", many: "clients" },
] as const;

/** How two scopes lie to each other. */
export interface ScopeComparison {
  /** No dimension is narrowed in both to different values. */
  related: boolean;
  /** Both name at least one value of the same dimension. */
  shared: boolean;
  /** Neither is narrowed at all: all traffic in both. */
  unnarrowed: boolean;
  /** 0…1: of the smaller of the two lists of values, the part that the other has; over the dimensions narrowed in both. */
  overlap: number;
  /** `same upstream 10.20.3.12:8080`, and of the other scope `another upstream, 10.20.3.13:8080`. */
  reasons: string[];
  differences: string[];
}

/** Whether no dimension is narrowed in both scopes to different values. */
export function areScopesRelated(one: Scope, other: Scope): boolean {
  return DIMENSIONS.every(
    ({ key }) =>
      one[key].length === 0 || other[key].length === 0 || one[key].some((value) => other[key].includes(value)),
  );
}

/** Compares the scopes of two incidents, dimension by dimension; sentences speak of `other`. */
export function compareScopes(one: Scope, other: Scope): ScopeComparison {
  const reasons: string[] = [];
  const differences: string[] = [];
  const overlaps: number[] = [];
  for (const { key, one: singular, many } of DIMENSIONS) {
    if (one[key].length === 0 || other[key].length === 0) continue;
    const known = new Set(one[key]);
    const shared = other[key].filter((value) => known.has(value));
    overlaps.push(shared.length / Math.min(one[key].length, other[key].length));
    if (shared.length > 0) reasons.push(`same ${shared.length === 1 ? singular : many} ${listed(shared)}`);
    else if (other[key].length === 1) differences.push(`another ${singular}, ${listed(other[key])}`);
    else differences.push(`other ${many}, ${listed(other[key])}`);
  }
  const narrowed = (scope: Scope): boolean => DIMENSIONS.some(({ key }) => scope[key].length > 0);
  const unnarrowed = !narrowed(one) && !narrowed(other);
  if (unnarrowed) reasons.push("all traffic in both");
  return {
    related: areScopesRelated(one, other),
    shared: overlaps.some((overlap) => overlap > 0),
    unnarrowed,
    overlap: overlaps.length === 0 ? 0 : overlaps.reduce((sum, each) => sum + each, 0) / overlaps.length,
    reasons,
    differences,
  };
}
