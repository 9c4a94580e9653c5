import fc from "fast-check";
import { mkdtempSync, openSync, writeFileSync, closeSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { FORMATS, openFormat, plainChoice } from "@/core/formats/format-registry";
import type { AccessReader, MessageReader } from "@/core/formats/line-reader";
import { rebaseChunk, type ChunkRollup } from "@/core/rollups/chunk-rollup";
import { RollupBuilder } from "@/core/rollups/merge-rollup";
import { CELL_COUNTERS, CELL_WIDTH, DIMENSIONS, type Rollup } from "@/core/rollups/rollup";
import { scanRange } from "./scan-range";

// Processes and millions of bytes: seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const TEMPLATE =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" ' +
  "host=$host upstream_addr=$upstream_addr upstream_status=$upstream_status request_time=$request_time " +
  "upstream_connect_time=$upstream_connect_time upstream_header_time=$upstream_header_time upstream_response_time=$upstream_response_time";
const opened = openFormat({ id: "nginx-template", template: TEMPLATE, escape: "default" }, { timezone: null });
if ("problem" in opened || opened.role !== "access") throw new Error("the template does not compile");
const reader: AccessReader = opened;
const errors = openFormat({ id: "nginx-error", template: null, escape: "default" }, { timezone: null });
if ("problem" in errors || errors.role === "access") throw new Error("no reader for error logs");
const errorReader: MessageReader = errors;

const folder = mkdtempSync(path.join(tmpdir(), "gumshoe-scan-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

/** Scans `content` as one file cut at the given offsets. */
function scan(
  content: string | Buffer,
  cuts: readonly number[] = [],
  options: { keepPartialLast?: boolean; reader?: AccessReader | MessageReader } = {},
): ChunkRollup[] {
  const file = path.join(folder, `${files++}.log`);
  writeFileSync(file, content);
  const fileEnd = Buffer.byteLength(content);
  const offsets = [...new Set([0, ...cuts.filter((cut) => cut > 0 && cut < fileEnd), fileEnd])].sort(
    (one, other) => one - other,
  );
  const fd = openSync(file, "r");
  try {
    return offsets.slice(1).map((end, index) =>
      scanRange(fd, options.reader ?? reader, {
        start: offsets[index]!,
        end,
        fileEnd,
        keepPartialLast: options.keepPartialLast ?? false,
        headers: null,
      }),
    );
  } finally {
    closeSync(fd);
  }
}

function merge(chunks: readonly ChunkRollup[]): Rollup {
  const builder = new RollupBuilder();
  let lines = 0;
  for (const chunk of chunks) {
    builder.add(rebaseChunk(chunk, 0, lines));
    lines += chunk.lines;
  }
  return builder.finish([]);
}

/** The counts by name instead of by number, in one order. */
function named({ dictionaries, cells, tallies, latencies, ...rollup }: Rollup) {
  const cellRows = Array.from({ length: cells.size }, (_, row) => [
    ...[
      cells.minute[row],
      dictionaries.upstream[cells.upstream[row]!],
      dictionaries.host[cells.host[row]!],
      dictionaries.route[cells.route[row]!],
    ],
    ...cells.counts.subarray(row * CELL_WIDTH, (row + 1) * CELL_WIDTH),
  ]);
  const tallyRows = rowsOf(tallies, 5).map(([ten, dimension, value, ...sums]) => [
    ten,
    dimension,
    dictionaries[DIMENSIONS[dimension!]!][value!],
    ...sums,
  ]);
  const latencyRows = rowsOf(latencies, 5).map(([minute, metric, upstream, bucket, count]) => [
    minute,
    metric,
    upstream === 0 ? "all" : dictionaries.upstream[upstream!],
    bucket,
    count,
  ]);
  const text = (rows: unknown[][]) => rows.map((row) => row.join(" ")).sort();
  return {
    cells: text(cellRows),
    tallies: text(tallyRows),
    latencies: text(latencyRows),
    statuses: text(rowsOf(rollup.statuses, 3)),
    failures: rollup.failures.map(({ line, text: line_, route, madeBy }) => `${line} ${route} ${madeBy} ${line_}`),
    rescued: rollup.rescued.map(({ line }) => line),
  };
}

function rowsOf(rows: Int32Array, width: number): number[][] {
  return Array.from({ length: rows.length / width }, (_, row) => [...rows.subarray(row * width, (row + 1) * width)]);
}

const UPSTREAMS = ["10.0.0.1:80", "10.0.0.2:80", "10.0.0.1:80, 10.0.0.2:80", "unix:/run/a.sock", "webapp", "-", ""];
const line = fc
  .record({
    second: fc.integer({ min: 0, max: 1500 }),
    client: fc.integer({ min: 1, max: 6 }),
    target: fc.constantFrom("/", "/orders/812", "/orders/9?x=1", "/cart", "/img/a.png", "/a/1-2-3/b", "-"),
    status: fc.constantFrom(200, 200, 200, 301, 404, 499, 500, 502, 502, 503, 504, 520, 0),
    upstream: fc.constantFrom(...UPSTREAMS),
    host: fc.constantFrom("www.example.test", "api.example.test", "-"),
    took: fc.integer({ min: 0, max: 70_000 }),
    header: fc.boolean(),
  })
  .map(({ second, client, target, status, upstream, host, took, header }) => {
    const time = new Date(Date.UTC(2025, 5, 11, 11, 0, second)).toISOString();
    const seconds = (took / 1000).toFixed(3);
    return (
      `198.51.100.${client} - - [11/Jun/2025:${time.slice(11, 19)} +0000] "GET ${target} HTTP/1.1" ${String(status).padStart(3, "0")} 157 "-" "agent ${client % 3}" ` +
      `host=${host} upstream_addr=${upstream} upstream_status=${upstream === "-" || upstream === "" ? "-" : upstream.includes(", ") ? `502, ${status}` : status} ` +
      `request_time=${seconds} upstream_connect_time=- upstream_header_time=${header ? (upstream.includes(", ") ? `-, ${seconds}` : seconds) : "-"} upstream_response_time=${seconds}`
    );
  });
const odd = fc.constantFrom(
  "",
  "   ",
  "# comment",
  "not a log line",
  "\u0000\u0001\u0002",
  '198.51.100.1 - - [99/Foo/2025:99:99:99 +0000] "GET / HTTP/1.1" 200 1 "-" "-"',
);
const log = fc.array(fc.oneof({ weight: 9, arbitrary: line }, { weight: 1, arbitrary: odd }), {
  minLength: 1,
  maxLength: 60,
});

it.each(FORMATS.filter(({ role }) => role === "access").map((format) => [format.id, format] as const))(
  "folds lines of %s in any order, whatever fields the line before had",
  (_, format) => {
    const own = openFormat({ ...plainChoice(format.id), ...format.samples[0]?.choice }, { timezone: null });
    if ("problem" in own) throw new Error(own.problem);
    const lines = format.samples.map(({ line }) => line);
    const bare = '192.0.2.7 - - [02/Jul/2025:08:35:04 +0000] "\\x16\\x03" 400 157 "-" "x"';
    const text = [...lines, bare, ...lines.toReversed(), "", ...lines].join("\n");
    const [chunk] = scan(text, [], { reader: own });
    expect(chunk?.parsed).toBeGreaterThanOrEqual(3);
  },
);

describe("scanRange", () => {
  it("counts every line as a naive reading of its event does", () => {
    fc.assert(
      fc.property(log, (lines) => {
        const chunks = scan(`${lines.join("\n")}\n`);
        const rollup = merge(chunks);
        const expected = Object.fromEntries(CELL_COUNTERS.map((counter) => [counter, 0]));
        const statuses = new Map<string, number>();
        for (const text of lines) {
          const bytes = Buffer.from(text);
          const event = reader.event(bytes, 0, bytes.length);
          if (!("role" in event) || event.role !== "access") continue;
          const status = event.status ?? 0;
          const upstreamField = /upstream_addr=(.*) upstream_status/.exec(text)?.[1] ?? "-";
          const last = event.upstreams.at(-1);
          const sent503 = last?.status === 503 && last.headerMs !== null;
          const gateway =
            status === 502 ||
            status === 504 ||
            status === 520 ||
            (status === 503 && !sent503) ||
            (status === 500 && upstreamField === "");
          expected["requests"]!++;
          if (gateway) expected["gatewayErrors"]!++;
          for (const each of [502, 503, 504]) if (status === each && gateway) expected[`s${each}`]!++;
          if (status === 499) expected["s499"]!++;
          if (status >= 500 && !gateway) expected["otherErrors"]!++;
          if (event.upstreams.length > 1 && status > 0 && status < 499) expected["rescued"]!++;
          const key = `${Math.floor(event.atMs / 60_000)} ${status}`;
          statuses.set(key, (statuses.get(key) ?? 0) + 1);
        }
        const counted = Object.fromEntries(
          CELL_COUNTERS.map((counter, k) => [
            counter,
            rowsOf(rollup.cells.counts, CELL_WIDTH).reduce((sum, row) => sum + row[k]!, 0),
          ]),
        );
        expect(counted).toEqual(expected);
        expect(named(rollup).statuses).toEqual([...statuses].map(([key, count]) => `${key} ${count}`).sort());
        expect(rollup.failures).toHaveLength(expected["gatewayErrors"]!);
        expect(chunks[0]!.parsed + chunks[0]!.rejected + chunks[0]!.skipped).toBe(chunks[0]!.lines);
        expect(chunks[0]!.lines).toBe(lines.length);
      }),
      { numRuns: 60 },
    );
  });

  it("comes to the same wherever the file is cut, with any line ends, in any order of the chunks", () => {
    fc.assert(
      fc.property(
        log,
        fc.array(fc.nat({ max: 20_000 }), { maxLength: 8 }),
        fc.constantFrom("\n", "\r\n"),
        fc.boolean(),
        (lines, cuts, lineEnd, ended) => {
          const content = lines.join(lineEnd) + (ended ? lineEnd : "");
          const chunks = scan(content, cuts);
          const whole = scan(content);
          const sum = (key: "lines" | "parsed" | "rejected" | "skipped") =>
            chunks.reduce((total, chunk) => total + chunk[key], 0);
          for (const key of ["lines", "parsed", "rejected", "skipped"] as const)
            expect(sum(key)).toBe(whole[0]?.[key] ?? 0);
          expect(named(merge(chunks))).toEqual(named(merge(whole)));
          const placed = chunks.map((chunk, index) =>
            rebaseChunk(
              chunk,
              0,
              chunks.slice(0, index).reduce((total, { lines: before }) => total + before, 0),
            ),
          );
          const backwards = new RollupBuilder();
          for (const chunk of placed.reverse()) backwards.add(chunk);
          expect(named(backwards.finish([]))).toEqual(named(merge(whole)));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("goes on after a crash at any committed offset without losing or doubling a line", () => {
    fc.assert(
      fc.property(log, fc.nat({ max: 15_000 }), (lines, cut) => {
        const content = `${lines.join("\n")}\n`;
        const [first] = scan(content, [cut]);
        const rest = scan(content, [first!.endOffset]).at(-1)!;
        const whole = scan(content)[0]!;
        const resumed = first!.endOffset >= content.length ? first!.lines : first!.lines + rest.lines;
        expect(resumed).toBe(whole.lines);
      }),
      { numRuns: 40 },
    );
  });

  it("rejects lines longer than 1 MiB and reads the next ones, even across chunks", () => {
    const good = scanLine(200);
    const content = `${good}\n${"x".repeat(3 << 20)}\n${good}\n`;
    for (const cuts of [[], [1 << 20], [1 << 20, 2 << 20, 3 << 20], [300]]) {
      const chunks = scan(content, cuts);
      expect(chunks.reduce((sum, { parsed }) => sum + parsed, 0)).toBe(2);
      expect(chunks.reduce((sum, { rejected }) => sum + rejected, 0)).toBe(1);
      expect(chunks.flatMap(({ rejectedSamples }) => rejectedSamples)[0]).toMatchObject({
        line: 2,
        reason: "longer than 1 MiB",
      });
    }
  });

  it("survives NUL bytes, invalid UTF-8, a byte order mark and binary files", () => {
    const content = Buffer.concat([
      Buffer.from([0xef, 0xbb, 0xbf]),
      Buffer.from(`${scanLine(502)}\n`),
      Buffer.from([0, 0xff, 0xfe, 10, 0xc3, 0x28, 10]),
      Buffer.from(scanLine(200)),
    ]);
    const [chunk] = scan(content);
    expect(chunk).toMatchObject({ lines: 4, parsed: 2, rejected: 2 });
    expect(scan(Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7919) & 255)))[0]!.parsed).toBe(0);
  });

  it("leaves a last line without line end to the next time only when asked", () => {
    const content = `${scanLine(200)}\n${scanLine(502)}`;
    expect(scan(content)[0]).toMatchObject({ lines: 2, endOffset: content.length });
    expect(scan(content, [], { keepPartialLast: true })[0]).toMatchObject({
      lines: 1,
      endOffset: content.indexOf("\n") + 1,
    });
  });

  it("keeps error-log lines with what they mean, and reloads as markers", () => {
    const text = [
      '2025/06/11 13:21:00 [error] 91#91: *210 connect() failed (111: Connection refused) while connecting to upstream, client: 100.64.0.9, server: a, request: "GET /healthz HTTP/1.1", upstream: "http://10.1.15.103:8080/healthz", host: "a"',
      "2025/06/11 13:22:00 [notice] 1#1: signal 1 (SIGHUP) received from 4170, reconfiguring",
      "2025/06/11 13:22:00 [notice] 1#1: reconfiguring",
    ].join("\n");
    const rollup = merge(scan(text, [40, 300], { reader: errorReader }));
    expect(rollup.messages[0]).toMatchObject({ line: 1, upstreamAddr: "10.1.15.103:8080", clientIp: "100.64.0.9" });
    const [minute, signature, upstream, count] = rollup.messageCounts;
    expect([
      minute! * 60_000,
      rollup.messageSignatures[signature!],
      rollup.dictionaries.upstream[upstream!],
      count,
    ]).toEqual([...[Date.UTC(2025, 5, 11, 13, 21), rollup.messages[0]!.signature, "10.1.15.103:8080", 1]]);
    expect(rollup.markers.map(({ kind }) => kind)).toEqual(["config-reload"]);
  });
});

function scanLine(status: number): string {
  return `198.51.100.1 - - [11/Jun/2025:11:00:00 +0000] "GET / HTTP/1.1" ${status} 157 "-" "agent" host=a upstream_addr=10.0.0.1:80 upstream_status=${status} request_time=0.001 upstream_connect_time=0.000 upstream_header_time=0.001 upstream_response_time=0.001`;
}
