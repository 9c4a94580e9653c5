/** What part of the traffic a spike concerns; empty arrays mean "not narrower than all". Values as in the rollup's dictionaries. */
export interface Scope {
  upstreams: string[];
  hosts: string[];
  /** Routes (path prefixes with ids replaced), as in the rollup. */
  paths: string[];
  clients: string[];
}

/** A stretch of time in which gateway errors exceed their baseline within a scope. */
export interface Spike {
  scope: Scope;
  /**
   * Which cells and lines are counted: values as in the dictionaries, empty arrays for no restriction.
   * It differs from `scope` where a group's name stands for addresses, and where all traffic fails yet the addresses are known.
   */
  selection: Scope;
  /** UTC epoch ms of the first failing line above baseline, and of the end of the last minute above it. */
  startMs: number;
  endMs: number;
  /** The logs end while it is still going on. */
  ongoing: boolean;
  peakMinute: number;
  /** Failed over all requests of the scope in the peak minute, 0…1. */
  peakRatio: number;
  failed: number;
  requests: number;
  /** Failed over requests of the same scope in the baseline minutes, 0…1. */
  baselineRatio: number;
  /** The minutes taken as baseline, for the page to say; null where the log has no quiet minute. */
  baseline: { fromMinute: number; toMinute: number; position: "before" | "after" | "around" } | null;
}
