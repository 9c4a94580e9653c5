import type { ChunkRollup } from "./chunk-rollup";
import { emptyDictionaries } from "./chunk-rollup";
import { collapseRoutes } from "./collapse-routes";
import { DictionaryWriter, OTHER } from "./dictionary-writer";
import { RowSample } from "./row-sample";
import {
  CELL_WIDTH,
  DIMENSIONS,
  DOUBTFUL_PER_MINUTE,
  ROWS_PER_MINUTE,
  type CellTable,
  type Dimension,
  type FailedRequest,
  type FailureMessage,
  type Rollup,
  type RollupFile,
} from "./rollup";
import type { MarkerEvent } from "@/core/events/marker-event";
import { SampleMerger } from "./sample-merger";
import { KEYS, SumTable } from "./sum-table";
import { cellTable } from "./trim-cells";
import { trimTallies } from "./trim-tallies";

/** Different values told apart in a merged rollup. */
const MAX_VALUES = 100_000;
/** Cells (about 60 bytes each) above which those without errors lose their route, then their host: 60 MB. */
const MAX_CELLS = 1_000_000;
/** Histogram rows above which only those over all upstreams stay. */
const MAX_LATENCIES = 2_000_000;
/** Kept failing lines and messages in all, about a kilobyte each. */
const MAX_ROWS = 40_000;
const MAX_MARKERS = 2000;

/**
 * Adds up the chunks of one tier to a rollup. The order of the chunks does not matter to the counts, nor does where the files were cut
 * (retries apart, which a chunk sees only within itself). Memory is bounded: what would exceed it loses detail, never counts.
 */
export class RollupBuilder {
  readonly #dictionaries = emptyDictionaries();
  readonly #writers: Record<Dimension, DictionaryWriter>;
  #cells = new SumTable(CELL_WIDTH, 4096);
  #cellLimit = MAX_CELLS;
  readonly #statuses = new SumTable(1, 1024);
  #latencies = new SumTable(1, 4096);
  #latencyPerUpstream = true;
  readonly #tallies = new SumTable(2, 4096);
  readonly #retries = new Map<number, [number, number, number, number]>();
  readonly #messageCounts = new SumTable(1, 1024);
  readonly #signatures = new DictionaryWriter([""], 4096);
  readonly #failures = new RowSample<FailedRequest>(MAX_ROWS, ROWS_PER_MINUTE);
  readonly #rescued = new RowSample<FailedRequest>(MAX_ROWS / 8, ROWS_PER_MINUTE);
  readonly #doubtful = new RowSample<FailedRequest>(MAX_ROWS / 4, DOUBTFUL_PER_MINUTE);
  readonly #messages = new RowSample<FailureMessage>(MAX_ROWS, ROWS_PER_MINUTE);
  readonly #markers: MarkerEvent[] = [];
  readonly #sample = new SampleMerger();

  constructor() {
    const writer = (dimension: Dimension) => new DictionaryWriter(this.#dictionaries[dimension], MAX_VALUES);
    this.#writers = {
      ...{ upstream: writer("upstream"), host: writer("host"), route: writer("route"), client: writer("client") },
      ...{ agent: writer("agent"), method: writer("method"), flag: writer("flag") },
    };
  }

  /** Adds a chunk that `rebaseChunk` has given its place. */
  add(chunk: ChunkRollup): void {
    const { dictionaries } = chunk;
    const indexOf = Object.fromEntries(
      DIMENSIONS.map((each) => [
        each,
        Int32Array.from(dictionaries[each], (value) => this.#writers[each].index(value)),
      ]),
    );
    const upstreams = indexOf["upstream"]!;
    this.#addCells(chunk.cells, upstreams, indexOf["host"]!, indexOf["route"]!);
    const { statuses, latencies, tallies, retries, messageCounts } = chunk;
    for (let at = 0; at < statuses.length; at += 3) {
      this.#statuses.add(statuses[at]!, statuses[at + 1]!, 0, 0, statuses[at + 2]!);
    }
    for (let at = 0; at < latencies.length; at += 5) {
      const upstream = upstreams[latencies[at + 2]!]!;
      if (upstream !== 0 && !this.#latencyPerUpstream) continue;
      this.#latencies.add(latencies[at]!, latencies[at + 1]!, upstream, latencies[at + 3]!, latencies[at + 4]!);
    }
    if (this.#latencies.size > MAX_LATENCIES && this.#latencyPerUpstream) this.#dropLatencyPerUpstream();
    for (let at = 0; at < tallies.length; at += 5) {
      const value = indexOf[DIMENSIONS[tallies[at + 1]!]!]![tallies[at + 2]!]!;
      this.#tallies.addAll(tallies[at]!, tallies[at + 1]!, value, 0, tallies, at + 3);
    }
    for (let at = 0; at < retries.length; at += 5) this.#addRetries(retries, at);
    const signatures = chunk.messageSignatures.map((signature) => this.#signatures.index(signature));
    for (let at = 0; at < messageCounts.length; at += 4) {
      const signature = signatures[messageCounts[at + 1]!]!;
      this.#messageCounts.add(
        messageCounts[at]!,
        signature,
        upstreams[messageCounts[at + 2]!]!,
        0,
        messageCounts[at + 3]!,
      );
    }
    this.#failures.add(chunk.failures);
    this.#rescued.add(chunk.rescued);
    this.#doubtful.add(chunk.doubtful);
    this.#messages.add(chunk.messages);
    this.#sample.add(chunk.sample);
    this.#markers.push(...chunk.markers.slice(0, MAX_MARKERS - this.#markers.length));
  }

  /** Adds what was done to the system, from a file of markers. */
  addMarkers(markers: readonly MarkerEvent[]): void {
    this.#markers.push(...markers.slice(0, MAX_MARKERS - this.#markers.length));
  }

  /** The rollup; routes with very many siblings are merged now that all are known. The builder is spent afterwards. */
  finish(files: RollupFile[]): Rollup {
    const routeOf = this.#collapse();
    const failures = this.#failures.rows();
    const rescued = this.#rescued.rows();
    const doubtful = this.#doubtful.rows();
    for (const row of [...failures, ...rescued, ...doubtful]) if (row.route !== null) row.route = routeOf(row.route);
    const retries = [...this.#retries].sort(([one], [other]) => one - other);
    return {
      files,
      dictionaries: this.#dictionaries,
      cells: sortedCells(this.#cells),
      statuses: sortedRows(this.#statuses.rows([0, 1, KEYS]), 3),
      latencies: sortedRows(this.#latencies.rows([0, 1, 2, 3, KEYS]), 5),
      tallies: sortedRows(this.#trimmedTallies().rows([0, 1, 2, KEYS, KEYS + 1]), 5),
      retries: Float64Array.from(retries.flatMap(([minute, sums]) => [minute, ...sums])),
      failures,
      rescued,
      doubtful,
      messages: this.#messages.rows(),
      messageCounts: sortedRows(this.#messageCounts.rows([0, 1, 2, KEYS]), 4),
      messageSignatures: this.#signatures.values,
      markers: distinctMarkers(this.#markers),
      sample: this.#sample.finish(),
    };
  }

  #addCells(cells: CellTable, upstreams: Int32Array, hosts: Int32Array, routes: Int32Array): void {
    for (let row = 0; row < cells.size; row++) {
      const route = routes[cells.route[row]!]!;
      const host = hosts[cells.host[row]!]!;
      this.#cells.addAll(
        cells.minute[row]!,
        upstreams[cells.upstream[row]!]!,
        host,
        route,
        cells.counts,
        row * CELL_WIDTH,
      );
    }
    if (this.#cells.size <= this.#cellLimit) return;
    this.#coarsen(false);
    if (this.#cells.size > this.#cellLimit / 2) this.#coarsen(true);
    // What is left cannot be made smaller: the next attempt only after it has doubled.
    this.#cellLimit = Math.max(this.#cellLimit, this.#cells.size * 2);
  }

  /** Takes the route, and with `hosts` the host too, from cells that counted nothing but successes. */
  #coarsen(hosts: boolean): void {
    const other = { host: this.#writers.host.index(OTHER), route: this.#writers.route.index(OTHER) };
    const { data, width, size } = this.#cells;
    const coarse = new SumTable(CELL_WIDTH, 4096);
    for (let row = 0, at = 0; row < size; row++, at += width) {
      let failing = false;
      for (let k = 1; k < CELL_WIDTH; k++) failing ||= data[at + KEYS + k] !== 0;
      const host = failing || !hosts ? data[at + 2]! : other.host;
      coarse.addAll(data[at]!, data[at + 1]!, host, failing ? data[at + 3]! : other.route, data, at + KEYS);
    }
    this.#cells = coarse;
  }

  #dropLatencyPerUpstream(): void {
    this.#latencyPerUpstream = false;
    const { data, width, size } = this.#latencies;
    const all = new SumTable(1, 4096);
    for (let row = 0, at = 0; row < size; row++, at += width) {
      if (data[at + 2] === 0) all.add(data[at]!, data[at + 1]!, 0, data[at + 3]!, data[at + KEYS]!);
    }
    this.#latencies = all;
  }

  #addRetries(retries: Float64Array, at: number): void {
    const sums = this.#retries.get(retries[at]!) ?? [0, 0, 0, 0];
    for (let k = 0; k < 4; k++) sums[k]! += retries[at + 1 + k]!;
    this.#retries.set(retries[at]!, sums);
  }

  #trimmedTallies(): SumTable {
    return trimTallies(this.#tallies, (dimension) => this.#writers[DIMENSIONS[dimension]!].index(OTHER));
  }

  /** Merges sibling routes in the cells and the dictionary; returns the translation of names. */
  #collapse(): (route: string) => string {
    const routes = [...this.#dictionaries.route];
    const requests = new Float64Array(routes.length);
    const errors = new Float64Array(routes.length);
    const { data, width, size } = this.#cells;
    for (let row = 0, at = 0; row < size; row++, at += width) {
      requests[data[at + 3]!]! += data[at + KEYS]!;
      errors[data[at + 3]!]! += data[at + KEYS + 1]!;
    }
    const collapsed = collapseRoutes(routes, requests, errors);
    const names = new Map(routes.map((route, index) => [route, collapsed[index] ?? route]));
    if (collapsed.every((name, index) => name === routes[index])) return (route) => route;
    const writer = new DictionaryWriter([""]);
    const cells = new SumTable(CELL_WIDTH, size);
    const indexOf = Int32Array.from(collapsed, (name) => writer.index(name));
    for (let row = 0, at = 0; row < size; row++, at += width) {
      cells.addAll(data[at]!, data[at + 1]!, data[at + 2]!, indexOf[data[at + 3]!]!, data, at + KEYS);
    }
    this.#cells = cells;
    this.#dictionaries.route = writer.values;
    return (route) => names.get(route) ?? route;
  }
}

/** In the order of time; what was said twice within a minute (one reload logs several lines, which a cut may part) stands once. */
function distinctMarkers(markers: readonly MarkerEvent[]): MarkerEvent[] {
  const distinct: MarkerEvent[] = [];
  for (const marker of markers.toSorted((one, other) => one.atMs - other.atMs)) {
    const before = distinct.findLast(
      ({ kind, text, target }) => kind === marker.kind && text === marker.text && target === marker.target,
    );
    if (!before || marker.atMs - before.atMs >= 60_000) distinct.push(marker);
  }
  return distinct;
}

/** Rows of `width` numbers in the order of their first number, a time; a counting sort, because chunks come almost in order anyway. */
function sortedRows(rows: Int32Array, width: number): Int32Array {
  const sizes = new Map<number, number>();
  for (let at = 0; at < rows.length; at += width) sizes.set(rows[at]!, (sizes.get(rows[at]!) ?? 0) + width);
  const starts = new Map<number, number>();
  let start = 0;
  for (const time of [...sizes.keys()].sort((one, other) => one - other)) {
    starts.set(time, start);
    start += sizes.get(time)!;
  }
  const out = new Int32Array(rows.length);
  for (let at = 0; at < rows.length; at += width) {
    const to = starts.get(rows[at]!)!;
    for (let k = 0; k < width; k++) out[to + k] = rows[at + k]!;
    starts.set(rows[at]!, to + width);
  }
  return out;
}

function sortedCells(cells: SumTable): CellTable {
  const width = KEYS + CELL_WIDTH;
  const columns = Array.from({ length: width }, (_, column) => column);
  return cellTable({ data: sortedRows(cells.rows(columns), width), size: cells.size, width });
}
