import { emptySample } from "@/core/rollups/request-sample";
import {
  CELL_WIDTH,
  DIMENSIONS,
  type Dimension,
  type FailedRequest,
  type FailureMessage,
  type Rollup,
} from "@/core/rollups/rollup";

/** One kind of traffic over a span of minutes; numbers may depend on the minute. For tests: logs without writing logs. */
export interface Traffic {
  /** Minutes after the builder's start, both included. */
  from: number;
  to: number;
  requests: number | ((minute: number) => number);
  failed?: number | ((minute: number) => number);
  upstream?: string;
  /** Addresses that each failing request tried before `upstream`. */
  tried?: string[];
  host?: string;
  route?: string;
  client?: string;
  status?: number;
}

/** 2025-01-06 08:00 UTC. */
export const BUILDER_START_MINUTE = 28_936_800;

const FAILED_COUNTER = 1;
const OF_STATUS: Record<number, number> = { 502: 2, 503: 3, 504: 4 };

/** Collects traffic and turns it into the rollup that reading such a log would have given. */
export class TrafficBuilder {
  readonly #rows: {
    minute: number;
    values: Record<"upstream" | "host" | "route", string>;
    requests: number;
    failed: number;
    status: number;
  }[] = [];
  readonly #failures: FailedRequest[] = [];
  readonly #messages: FailureMessage[] = [];
  readonly #clients = new Map<string, { requests: number; failed: number }>();
  readonly #startMinute: number;

  constructor(startMinute = BUILDER_START_MINUTE) {
    this.#startMinute = startMinute;
  }

  add(traffic: Traffic): this {
    const { from, to, upstream = "", host = "", route = "/", client = "192.0.2.1", status = 502 } = traffic;
    const attempts = [...(traffic.tried ?? []), ...(upstream === "" ? [] : [upstream])];
    for (let minute = from; minute <= to; minute++) {
      const failed = Math.round(numberAt(traffic.failed ?? 0, minute));
      const requests = Math.max(failed, Math.round(numberAt(traffic.requests, minute)));
      if (requests === 0) continue;
      const at = this.#startMinute + minute;
      this.#rows.push({ minute: at, values: { upstream, host, route }, requests, failed, status });
      const key = `${Math.floor(at / 10)} ${client}`;
      const tally = this.#clients.get(key) ?? { requests: 0, failed: 0 };
      this.#clients.set(key, { requests: tally.requests + requests, failed: tally.failed + failed });
      for (let n = 0; n < Math.min(failed, 500); n++)
        this.#fail(at, n, Math.min(failed, 500), { attempts, host, route, client, status });
    }
    return this;
  }

  addMessage(minute: number, message: Partial<FailureMessage>): this {
    this.#messages.push({
      file: 1,
      line: this.#messages.length + 1,
      atMs: (this.#startMinute + minute) * 60_000,
      level: "error",
      message: "",
      signature: null,
      phase: null,
      errno: null,
      clientIp: null,
      method: null,
      path: null,
      host: null,
      server: null,
      upstreamAddr: null,
      text: "",
      ...message,
    });
    return this;
  }

  build(): Rollup {
    const dictionaries = Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, [""]])) as Record<
      Dimension,
      string[]
    >;
    const known = Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, new Map([["", 0]])])) as Record<
      Dimension,
      Map<string, number>
    >;
    const intern = (dimension: Dimension, value: string) => {
      const found = known[dimension].get(value);
      if (found !== undefined) return found;
      known[dimension].set(value, dictionaries[dimension].length);
      return dictionaries[dimension].push(value) - 1;
    };
    const size = this.#rows.length;
    const counts = new Int32Array(size * CELL_WIDTH);
    this.#rows.forEach(({ requests, failed, status }, row) => {
      counts[row * CELL_WIDTH] = requests;
      counts[row * CELL_WIDTH + FAILED_COUNTER] = failed;
      const counter = OF_STATUS[status];
      if (counter !== undefined) counts[row * CELL_WIDTH + counter] = failed;
    });
    const column = (dimension: "upstream" | "host" | "route") =>
      Int32Array.from(this.#rows, ({ values }) => intern(dimension, values[dimension]));
    const tallies = [...this.#clients].flatMap(([key, { requests, failed }]) => {
      const [ten = "0", client = ""] = key.split(" ");
      return [Number(ten), DIMENSIONS.indexOf("client"), intern("client", client), requests, failed];
    });
    const byTime = (a: { atMs: number }, b: { atMs: number }) => a.atMs - b.atMs;
    return {
      files: [
        {
          path: "access.log",
          role: "access",
          tier: "origin",
          format: "test",
          product: "nginx",
          fields: [],
          firstAtMs: null,
          lastAtMs: null,
        },
      ],
      dictionaries,
      cells: {
        size,
        minute: Int32Array.from(this.#rows, ({ minute }) => minute),
        upstream: column("upstream"),
        host: column("host"),
        route: column("route"),
        counts,
      },
      statuses: new Int32Array(0),
      latencies: new Int32Array(0),
      tallies: Int32Array.from(tallies),
      retries: new Float64Array(0),
      failures: this.#failures.sort(byTime),
      doubtful: [],
      rescued: [],
      messages: this.#messages.sort(byTime),
      messageCounts: new Int32Array(0),
      messageSignatures: [""],
      markers: [],
      sample: emptySample(),
    };
  }

  #fail(
    minute: number,
    n: number,
    of: number,
    what: { attempts: string[]; host: string; route: string; client: string; status: number },
  ): void {
    const { host, route, client, status } = what;
    const attempts = what.attempts.map((addr) => ({
      addr,
      status,
      connectMs: null,
      headerMs: null,
      responseMs: 0,
      receivedBytes: null,
      sentBytes: null,
    }));
    this.#failures.push({
      file: 0,
      line: this.#failures.length + 1,
      atMs: minute * 60_000 + Math.floor(((n + 0.5) * 60_000) / of),
      status,
      madeBy: "proxy",
      signature: null,
      method: "GET",
      path: route,
      route,
      host,
      clientIp: client,
      userAgent: null,
      bodyBytes: 150,
      requestBytes: null,
      requestMs: 0,
      attempts,
      upstreamField: what.attempts.join(", "),
      flags: null,
      errorReason: null,
      requestId: null,
      text: "",
    });
  }
}

function numberAt(value: number | ((minute: number) => number), minute: number): number {
  return typeof value === "number" ? value : value(minute);
}

/** Repeatable pseudo-random numbers in [0, 1): mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A binomial draw; a normal approximation where the expected counts are large. */
export function draw(random: () => number, requests: number, ratio: number): number {
  const mean = requests * ratio;
  if (mean > 50 && requests - mean > 50) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.max(0, Math.min(requests, Math.round(mean + normal * Math.sqrt(mean * (1 - ratio)))));
  }
  if (requests > 1000) {
    let count = -1;
    for (let product = 1; product > Math.exp(-mean); product *= random()) count++;
    return Math.min(requests, count);
  }
  let count = 0;
  for (let n = 0; n < requests; n++) if (random() < ratio) count++;
  return count;
}
