import type { FieldName } from "@/core/events/field";
import { emptyDictionaries, type ChunkRollup } from "./chunk-rollup";
import { collapseRoutes } from "./collapse-routes";
import { DictionaryWriter, OTHER } from "./dictionary-writer";
import type { FoldAccess } from "./fold-access";
import type { FoldMessages } from "./fold-messages";
import type { InternTable } from "./intern-table";
import { CELL_WIDTH, DIMENSIONS, LATENCY_BUCKETS, LATENCY_METRICS, type Dimension } from "./rollup";
import { emptySample } from "./request-sample";
import { KEYS, SumTable } from "./sum-table";
import { cellTable, trimCells } from "./trim-cells";
import { trimTallies } from "./trim-tallies";

/** Routes above which a chunk merges siblings at once instead of leaving it to the reader. */
const MANY_ROUTES = 400;
/** Bytes of a dictionary's value. */
const VALUE_BYTES = 256;
const TALLIED = ["client", "agent", "method", "flag"] as const;

/** The part of a chunk's result that its folds know; lines and offsets are their caller's. */
export type FoldedChunk = Omit<
  ChunkRollup,
  "startOffset" | "endOffset" | "lines" | "rejected" | "skipped" | "rejectedSamples"
>;

type Writers = Record<Dimension, DictionaryWriter>;

/** Takes what a chunk's folds counted. Strings are made here, and only for values that stay. */
export function finishChunk(access: FoldAccess | null, messages: FoldMessages): FoldedChunk {
  const dictionaries = emptyDictionaries();
  const writer = (dimension: Dimension) => new DictionaryWriter(dictionaries[dimension]);
  const writers: Writers = {
    ...{ upstream: writer("upstream"), host: writer("host"), route: writer("route"), client: writer("client") },
    ...{ agent: writer("agent"), method: writer("method"), flag: writer("flag") },
  };
  const firstAtMs = Math.min(access?.firstAtMs ?? Infinity, messages.firstAtMs);
  const lastAtMs = Math.max(access?.lastAtMs ?? -Infinity, messages.lastAtMs);
  const counted = firstAtMs <= lastAtMs;
  return {
    ...accessTables(access, writers),
    dictionaries,
    parsed: (access?.parsed ?? 0) + messages.parsed,
    firstAtMs: counted ? firstAtMs : null,
    lastAtMs: counted ? lastAtMs : null,
    failures: access?.failures ?? [],
    rescued: access?.rescued ?? [],
    doubtful: access?.doubtful ?? [],
    messages: messages.messages,
    messageCounts: messageRows(messages, writers.upstream),
    messageSignatures: messages.signatures,
    markers: messages.markers,
    sample: access?.sample.finish() ?? emptySample(),
  };
}

function accessTables(access: FoldAccess | null, writers: Writers) {
  if (!access) {
    const none = new Int32Array(0);
    return {
      ...{ cells: cellTable(new SumTable(CELL_WIDTH, 0)), statuses: none, latencies: none, tallies: none },
      retries: new Float64Array(0),
    };
  }
  const { tables } = access;
  const nameIn = (table: InternTable) => (index: number) => valueName(access, table, index);
  const upstreamOf = writers.upstream.translate((index) =>
    valueName(access, tables.upstream.last, index, "upstreamAddr"),
  );
  const hostOf = writers.host.translate(nameIn(tables.host));
  const cells = namedCells(access, upstreamOf, hostOf, routesOf(access, writers.route));
  const tallies = new SumTable(2, 1024);
  for (const dimension of TALLIED) {
    const number = DIMENSIONS.indexOf(dimension);
    const rows = access.tallies[dimension].take();
    for (let at = 0; at < rows.length; at += 4) tallies.addAll(rows[at]!, number, rows[at + 1]!, 0, rows, at + 2);
  }
  return {
    cells: cellTable(trimCells(cells, () => writers.route.index(OTHER))),
    statuses: statusRows(access.statuses.take()),
    latencies: latencyRows(access.latencies.take(), upstreamOf),
    tallies: tallyRows(access, tallies, writers),
    retries: access.retries.rows(),
  };
}

function valueName({ reader, buf }: FoldAccess, table: InternTable, index: number, field?: FieldName): string {
  if (index === 0) return "";
  if (index === table.other) return OTHER;
  const from = table.starts[index]!;
  return reader.decode(buf, from, Math.min(table.ends[index]!, from + VALUE_BYTES), field);
}

/** The index of each route's name; siblings are merged where there are very many. */
function routesOf(access: FoldAccess, writer: DictionaryWriter): (route: number) => number {
  const { cells, reader } = access;
  const table = access.tables.route;
  if (table.routes.size <= MANY_ROUTES) return writer.translate((route) => table.name(route, reader));
  const requests = new Float64Array(table.routes.size);
  const errors = new Float64Array(table.routes.size);
  for (let row = 0, at = 0; row < cells.size; row++, at += cells.width) {
    requests[cells.data[at + 3]!]! += cells.data[at + KEYS]!;
    errors[cells.data[at + 3]!]! += cells.data[at + KEYS + 1]!;
  }
  const names = Array.from(requests, (_, route) => table.name(route, reader));
  const collapsed = collapseRoutes(names, requests, errors);
  return writer.translate((route) => collapsed[route]!);
}

/** The cells over the dictionaries; those that coincide now are added up. */
function namedCells(
  { cells }: FoldAccess,
  upstreamOf: (index: number) => number,
  hostOf: (index: number) => number,
  routeOf: (index: number) => number,
): SumTable {
  const named = new SumTable(CELL_WIDTH, cells.size);
  const { data, width } = cells;
  for (let row = 0, at = 0; row < cells.size; row++, at += width) {
    const route = routeOf(data[at + 3]!);
    named.addAll(data[at]!, upstreamOf(data[at + 1]!), hostOf(data[at + 2]!), route, data, at + KEYS);
  }
  return named;
}

function statusRows(rows: Int32Array): Int32Array {
  const sums = new SumTable(1, rows.length / 4);
  for (let at = 0; at < rows.length; at += 4) sums.add(rows[at]!, rows[at + 1]!, 0, 0, rows[at + 2]!);
  return sums.rows([0, 1, KEYS]);
}

/** Takes the keys apart, and adds the histograms over all upstreams (index 0) to those of each. */
function latencyRows(rows: Int32Array, upstreamOf: (index: number) => number): Int32Array {
  const sums = new SumTable(1, rows.length / 4);
  const perUpstream = LATENCY_METRICS.length * LATENCY_BUCKETS;
  for (let at = 0; at < rows.length; at += 4) {
    const key = rows[at + 1]!;
    const upstream = upstreamOf(Math.floor(key / perUpstream));
    const metric = Math.floor((key % perUpstream) / LATENCY_BUCKETS);
    const bucket = key % LATENCY_BUCKETS;
    sums.add(rows[at]!, metric, 0, bucket, rows[at + 2]!);
    if (upstream !== 0) sums.add(rows[at]!, metric, upstream, bucket, rows[at + 2]!);
  }
  return sums.rows([0, 1, 2, 3, KEYS]);
}

/** Trims before it names: a chunk may know 65,000 clients and keep two hundred. */
function tallyRows(access: FoldAccess, tallies: SumTable, writers: Writers): Int32Array {
  // Numbers of the tables are positive, so -1 can stand for "(other)" until the names are known.
  const trimmed = trimTallies(tallies, () => -1);
  const indexOf = new Map<number, (value: number) => number>();
  for (const dimension of TALLIED) {
    const field = dimension === "agent" ? "userAgent" : undefined;
    const translate = writers[dimension].translate((index) =>
      valueName(access, access.tables[dimension], index, field),
    );
    const other = () => writers[dimension].index(OTHER);
    indexOf.set(DIMENSIONS.indexOf(dimension), (value) => (value < 0 ? other() : translate(value)));
  }
  const named = new SumTable(2, trimmed.size);
  for (let row = 0, at = 0; row < trimmed.size; row++, at += trimmed.width) {
    const { data } = trimmed;
    const value = indexOf.get(data[at + 1]!)?.(data[at + 2]!) ?? 0;
    named.addAll(data[at]!, data[at + 1]!, value, 0, data, at + KEYS);
  }
  return named.rows([0, 1, 2, KEYS, KEYS + 1]);
}

function messageRows(messages: FoldMessages, upstreams: DictionaryWriter): Int32Array {
  const rows = messages.rows();
  for (let at = 0; at < rows.length; at += 4) rows[at + 2] = upstreams.index(messages.upstreams[rows[at + 2]!] ?? "");
  return rows;
}
