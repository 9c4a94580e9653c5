import { Field, type FieldName } from "@/core/events/field";
import type { AccessEvent, MadeBy } from "@/core/events/access-event";
import type { Signature } from "@/core/events/error-event";
import { AttemptTable, isAddress, lastDurationMs, threeDigits } from "./attempt-table";
import { SumTable } from "./sum-table";
import { classOfStatus, CLIENT_GONE, DOUBTFUL, GATEWAY_ERROR, OK, OTHER_ERROR, whoMade } from "./classify-failure";
import { InternTable } from "./intern-table";
import { latencyBucket } from "./latency-histogram";
import { PeriodCounts } from "./period-counts";
import { RetryTracker } from "./retry-tracker";
import { CELL_WIDTH, DOUBTFUL_PER_MINUTE, LATENCY_BUCKETS, ROWS_PER_MINUTE, type FailedRequest } from "./rollup";
import { RouteTable } from "./route-table";
import { SampleWriter } from "./sample-writer";

/** What a fold must know of the format: the part of its reader that turns ranges into values. */
export interface RowReader {
  fields: readonly FieldName[];
  /** Milliseconds per unit of a duration, by field id; of the line at hand. */
  unitMs: Float64Array;
  judge: ((buf: Uint8Array, out: Int32Array) => MadeBy) | null;
  reasonOf: (event: AccessEvent) => Signature | null;
  timeAt: (buf: Uint8Array, from: number, to: number) => number;
  decode: (buf: Uint8Array, from: number, to: number, field?: FieldName) => string;
  event: (buf: Uint8Array, from: number, to: number) => AccessEvent | { rejected: string } | { skipped: string };
}

// Where the scanner puts the ranges; single constants, because a property of `Field` would be looked up for every line.
const CLIENT = 2 * Field.client;
const AGENT = 2 * Field.userAgent;
const METHOD = 2 * Field.method;
const PATH = 2 * Field.path;
const STATUS = 2 * Field.status;
const REQUEST_TIME = 2 * Field.requestTime;
const CONNECT_TIME = 2 * Field.upstreamConnectTime;
const HEADER_TIME = 2 * Field.upstreamHeaderTime;
const RESPONSE_TIME = 2 * Field.upstreamResponseTime;
const FLAGS = 2 * Field.flags;
const UPSTREAM_ADDR = 2 * Field.upstreamAddr;
const UPSTREAM_STATUS = 2 * Field.upstreamStatus;

/** Different values told apart per chunk; beyond them is "(other)". A chunk of 16 MiB has about 75,000 lines. */
const LIMITS = { upstream: 1024, host: 2048, client: 32_768, agent: 8192, method: 64, flag: 1024 } as const;
/** Clients, agents and flags counted singly per ten minutes, before `trimTallies` looks at the whole chunk. */
const MOST_PER_TEN_MINUTES = 256;
/** Rows kept per minute and chunk; of rescued requests a sample, the cells count them all. */
const MOST_ROWS = { failures: ROWS_PER_MINUTE, rescued: 20, doubtful: DOUBTFUL_PER_MINUTE };
const TEXT_LENGTH = 4096;
const DASH = 45;
const LATENCY_KEYS = 4 * LATENCY_BUCKETS;

/**
 * Folds the scanned lines of one chunk into counters. The hot path makes no string and no object: dimension values are byte ranges
 * that become small numbers by their hash, counters are typed arrays, and what belongs to the present second is looked up once. The
 * chunk's bytes must stay in `buf` until `finish` in `finish-chunk.ts` has taken the strings.
 */
export class FoldAccess {
  readonly cells = new SumTable(CELL_WIDTH, 4096);
  readonly statuses = new PeriodCounts(1024);
  /** Key: upstream × metric × bucket. */
  readonly latencies = new PeriodCounts(LATENCY_KEYS * (LIMITS.upstream + 1));
  readonly tallies = {
    client: new PeriodCounts(LIMITS.client + 1, MOST_PER_TEN_MINUTES),
    agent: new PeriodCounts(LIMITS.agent + 1, MOST_PER_TEN_MINUTES),
    method: new PeriodCounts(LIMITS.method + 1),
    flag: new PeriodCounts(LIMITS.flag + 1, MOST_PER_TEN_MINUTES),
  };
  readonly tables = {
    upstream: new AttemptTable(LIMITS.upstream),
    host: new InternTable(LIMITS.host),
    route: new RouteTable(),
    client: new InternTable(LIMITS.client),
    agent: new InternTable(LIMITS.agent),
    method: new InternTable(LIMITS.method),
    flag: new InternTable(LIMITS.flag),
  };
  readonly retries = new RetryTracker();
  readonly sample: SampleWriter;
  readonly failures: FailedRequest[] = [];
  readonly rescued: FailedRequest[] = [];
  readonly doubtful: FailedRequest[] = [];
  parsed = 0;
  firstAtMs = Infinity;
  lastAtMs = -Infinity;
  readonly buf: Uint8Array;
  readonly reader: RowReader;
  readonly #view: DataView;
  readonly #fields: ReadonlySet<FieldName>;
  readonly #unitMs: Float64Array;
  readonly #hostAt: number;
  readonly #upstreamAt: number;
  #timeFrom = -1;
  #timeSize = 0;
  #atMs = NaN;
  #minute = 0;
  #rowsOfMinute = new Map<number, Record<keyof typeof MOST_ROWS, number>>();

  constructor(reader: RowReader, buf: Uint8Array) {
    this.reader = reader;
    this.buf = buf;
    this.#view = new DataView(buf.buffer, buf.byteOffset, buf.byteLength);
    this.#fields = new Set(reader.fields);
    this.#unitMs = reader.unitMs;
    this.sample = new SampleWriter(buf, reader.unitMs);
    // A server beside an upstream's name is one of its members, else it is who answered: a load balancer, a site.
    const named = this.#fields.has("host") || this.#fields.has("upstreamName");
    this.#hostAt = 2 * (named ? Field.host : Field.server);
    this.#upstreamAt = 2 * this.#upstreamField();
  }

  /** Counts the line `[from, to)` whose fields a scanner put into `out`. False when its time cannot be read: a rejected line. */
  add(from: number, to: number, out: Int32Array, line: number): boolean {
    const buf = this.buf;
    const view = this.#view;
    if (!this.#readTime(out[0]!, out[1]!)) return false;
    const atMs = this.#atMs;
    this.parsed++;

    const status = out[STATUS]! < 0 ? 0 : threeDigits(buf, out[STATUS]!, out[STATUS + 1]!);
    const tables = this.tables;
    const at = this.#upstreamAt;
    const attempts = tables.upstream;
    const upstream = attempts.add(view, buf, out[at]!, out[at + 1]!);
    const host = tables.host.add(view, out[this.#hostAt]!, out[this.#hostAt + 1]!);
    const client = tables.client.add(view, out[CLIENT]!, out[CLIENT + 1]!);
    const clientHash = tables.client.hash;
    const agent = tables.agent.add(view, out[AGENT]!, out[AGENT + 1]!);
    const method = tables.method.add(view, out[METHOD]!, out[METHOD + 1]!);
    const route = tables.route.add(view, buf, out[PATH]!, out[PATH + 1]!);

    const kind = status < 499 ? OK : this.#classify(status, out);
    const error = kind === GATEWAY_ERROR ? 1 : 0;
    const rescued = attempts.attempts > 1 && status > 0 && status < 499;

    const cell = this.cells.row(this.#minute, upstream, host, route) + 4;
    const data = this.cells.data;
    data[cell]!++;
    if (kind !== OK) countError(data, cell, status, kind);
    if (rescued) data[cell + 7]!++;

    this.statuses.add(status, 0);
    if (status < 499) {
      const key = upstream * LATENCY_KEYS;
      this.#addLatency(key, out, REQUEST_TIME);
      this.#addLatency(key + LATENCY_BUCKETS, out, CONNECT_TIME);
      this.#addLatency(key + 2 * LATENCY_BUCKETS, out, HEADER_TIME);
      this.#addLatency(key + 3 * LATENCY_BUCKETS, out, RESPONSE_TIME);
    }
    this.tallies.client.add(client, error);
    this.tallies.agent.add(agent, error);
    this.tallies.method.add(method, error);
    const flagFrom = out[FLAGS]!;
    if (flagFrom >= 0) this.tallies.flag.add(tables.flag.add(view, flagFrom, out[FLAGS + 1]!), error);

    const { pathHashA, pathHashB } = tables.route;
    const retryHash = clientHash ^ pathHashB;
    if (error !== 0 || this.retries.mayKnow(retryHash)) {
      this.retries.see(clientHash ^ Math.imul(pathHashA, 31), retryHash, atMs, error !== 0, kind === OK);
    }
    if ((pathHashB & this.sample.mask) === 0)
      this.sample.add(atMs, status, out, pathHashB, tables.host.hash, clientHash, tables.method.hash);
    if (error !== 0) this.#keep("failures", from, to, out, line, route);
    else if (rescued) this.#keep("rescued", from, to, out, line, route);
    else if (kind === DOUBTFUL) this.#keep("doubtful", from, to, out, line, route);
    return true;
  }

  /** To be called behind a header line: the same bytes may be another time now. */
  forgetTime(): void {
    this.#timeFrom = -1;
  }

  /** True when the range holds a time; the same bytes as last time cost one comparison. */
  #readTime(from: number, to: number): boolean {
    if (from < 0) return false;
    const size = to - from;
    if (this.#timeFrom >= 0 && size === this.#timeSize && sameBytes(this.#view, from, this.#timeFrom, size))
      return true;
    const atMs = this.reader.timeAt(this.buf, from, to);
    if (!(Math.abs(atMs) < MAX_TIME_MS)) return false;
    this.#timeFrom = from;
    this.#timeSize = size;
    this.#atMs = atMs;
    if (atMs < this.firstAtMs) this.firstAtMs = atMs;
    if (atMs > this.lastAtMs) this.lastAtMs = atMs;
    const minute = Math.floor(atMs / 60_000);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.statuses.turn(minute);
      this.latencies.turn(minute);
      const ten = Math.floor(minute / 10);
      this.tallies.client.turn(ten);
      this.tallies.agent.turn(ten);
      this.tallies.method.turn(ten);
      this.tallies.flag.turn(ten);
    }
    return true;
  }

  #addLatency(key: number, out: Int32Array, at: number): void {
    const from = out[at]!;
    if (from < 0) return;
    const ms = lastDurationMs(this.buf, from, out[at + 1]!);
    if (ms < 0) return;
    const unit = this.#unitMs[at >> 1]!;
    this.latencies.add(key + latencyBucket(unit === 1000 ? ms : Math.round((ms * unit) / 1000)), 0);
  }

  /** See `CELL_COUNTERS` for what counts as whose error. */
  #classify(status: number, out: Int32Array): number {
    const kind = classOfStatus(status);
    const { judge } = this.reader;
    if (judge !== null && (status === 500 || status === 503)) {
      const madeBy = judge(this.buf, out);
      if (madeBy === "unknown") return status === 503 ? GATEWAY_ERROR : DOUBTFUL;
      return madeBy === "proxy" ? GATEWAY_ERROR : OTHER_ERROR;
    }
    if (status === 500) {
      const from = out[UPSTREAM_ADDR]!;
      if (from < 0) return out[UPSTREAM_STATUS]! < 0 ? DOUBTFUL : OTHER_ERROR;
      const to = out[UPSTREAM_ADDR + 1]!;
      if (from === to) return GATEWAY_ERROR;
      // Nobody was asked, for whatever reason.
      return to - from === 1 && this.buf[from] === DASH ? DOUBTFUL : OTHER_ERROR;
    }
    return status === 503 && this.#upstreamSent503(out) ? OTHER_ERROR : kind;
  }

  #upstreamSent503(out: Int32Array): boolean {
    const buf = this.buf;
    const to = out[UPSTREAM_STATUS + 1]!;
    const from = out[UPSTREAM_STATUS]!;
    if (from < 0 || to - from < 3 || threeDigits(buf, to - 3, to) !== 503) return false;
    const headerFrom = out[HEADER_TIME]!;
    if (headerFrom >= 0) return lastDurationMs(buf, headerFrom, out[HEADER_TIME + 1]!) >= 0;
    return isAddress(buf, out[UPSTREAM_ADDR]!, out[UPSTREAM_ADDR + 1]!);
  }

  #keep(as: keyof typeof MOST_ROWS, from: number, to: number, out: Int32Array, line: number, route: number): void {
    let kept = this.#rowsOfMinute.get(this.#minute);
    if (!kept) this.#rowsOfMinute.set(this.#minute, (kept = { failures: 0, rescued: 0, doubtful: 0 }));
    if (kept[as] >= MOST_ROWS[as]) return;
    const upstreamFrom = out[UPSTREAM_ADDR]!;
    const upstreamTo = out[UPSTREAM_ADDR + 1]!;
    const { reader, buf } = this;
    const upstreamField = upstreamFrom < 0 ? null : reader.decode(buf, upstreamFrom, upstreamTo, "upstreamAddr");
    const event = reader.event(buf, from, to);
    if (!("role" in event)) return;
    const nobody = event.server?.startsWith("<") === true ? `${event.upstreamName ?? ""}/${event.server}` : null;
    const row: FailedRequest = {
      file: 0,
      line,
      atMs: this.#atMs,
      status: event.status,
      madeBy: reader.judge ? reader.judge(buf, out) : whoMade(event, this.#fields, upstreamField),
      signature: reader.reasonOf(event)?.id ?? null,
      method: event.method,
      path: event.path,
      route: this.tables.route.name(route, reader) || null,
      host: event.host,
      clientIp: event.clientIp,
      userAgent: event.userAgent,
      bodyBytes: event.bodyBytes,
      requestBytes: event.requestBytes,
      requestMs: event.requestMs,
      attempts: event.upstreams,
      upstreamField: upstreamField ?? nobody,
      flags: event.flags,
      errorReason: event.errorReason,
      requestId: event.requestId,
      text: reader.decode(buf, from, Math.min(to, from + TEXT_LENGTH)),
    };
    kept[as]++;
    this[as].push(row);
  }

  /** Which field names the upstream: nginx has an address, HAProxy a server, others only a name. */
  #upstreamField(): number {
    if (this.#fields.has("upstreamAddr")) return Field.upstreamAddr;
    return this.#fields.has("upstreamName") && this.#fields.has("server") ? Field.server : Field.upstreamName;
  }
}

/** Beyond it minutes would not fit the tables; no log is from the year 5000. */
const MAX_TIME_MS = Date.UTC(5000, 0);

/** Eight bytes at a time, as floating numbers; bytes that make NaN are never the same, and cost a second reading of the time. */
function sameBytes(view: DataView, one: number, other: number, size: number): boolean {
  if (size < 8) return false;
  const last = size - 8;
  // From the end: seconds differ first.
  for (let at = last; at > 0; at -= 8) if (view.getFloat64(one + at) !== view.getFloat64(other + at)) return false;
  return view.getFloat64(one) === view.getFloat64(other);
}

function countError(data: Int32Array, cell: number, status: number, kind: number): void {
  if (kind === CLIENT_GONE) data[cell + 5]!++;
  else if (kind === OTHER_ERROR || kind === DOUBTFUL) data[cell + 6]!++;
  else {
    data[cell + 1]!++;
    if (status === 502) data[cell + 2]!++;
    else if (status === 503) data[cell + 3]!++;
    else if (status === 504) data[cell + 4]!++;
  }
}
