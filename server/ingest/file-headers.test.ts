import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it, vi } from "vitest";
import { FIELD_COUNT } from "@/core/events/field";
import { openFormat } from "@/core/formats/format-registry";
import type { FormatChoice } from "@/core/formats/line-reader";
import type { WrapperId } from "@/core/formats/peel-line";
import type { ChunkRollup } from "@/core/rollups/chunk-rollup";
import { FileHeaders } from "./file-headers";
import { headersOf, HeaderTrack } from "./header-track";
import { ingestFile, type IngestOptions } from "./ingest-file";
import { HEAD_BYTES, readHead } from "./read-head";
import { ScanPool } from "./scan-pool";

// Some 45 MB, read several times.
vi.setConfig({ testTimeout: 120_000 });

const folder = mkdtempSync(path.join(tmpdir(), "gumshoe-headers-"));
const pool = new ScanPool(2);
afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true, force: true });
});

const W3C: FormatChoice = {
  id: "iis",
  template: "#Date: 2025-06-10 00:00:00\n#Fields: time c-ip cs-method cs-uri-stem sc-status",
  escape: "default",
};

const HEADERS = [
  "#Software: Microsoft Internet Information Services 10.0\r\n#Date: 2025-06-11 00:00:00\r\n#Fields: time c-ip cs-method cs-uri-stem sc-status\r\n",
  "#Fields: date time sc-status cs-uri-stem cs(User-Agent) c-ip\r\n",
  "#Date: 2025-06-13 00:00:00\n#Fields: cs-method sc-status time cs-uri-stem\n",
];
const LINES = [
  (i: number, status: number) => `${clock(i)} 192.0.2.${i % 250} GET /a/${i} ${status}\r\n`,
  (i: number, status: number) =>
    `2025-06-12 ${clock(i)} ${status} /b/${i} Mozilla/5.0+(X11;+Linux+x86_64;+rv:${i}) 192.0.2.${i % 250}\r\n`,
  (i: number, status: number) => `POST ${status} ${clock(i)} /c/${i}/${"x".repeat(60)}\n`,
];

function clock(i: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(i / 3600) % 24)}:${two(Math.floor(i / 60) % 60)}:${two(i % 60)}`;
}

/** Blocks under headers of their own; every 40th line fails, with a status by its block's kind. */
function file(blocks: number, linesPerBlock: number): { text: string; lines: number; failed: Record<number, number> } {
  const pieces: string[] = [];
  const failed: Record<number, number> = { 502: 0, 503: 0, 504: 0 };
  for (let block = 0; block < blocks; block++) {
    const kind = block % 3;
    pieces.push(HEADERS[kind]!);
    for (let i = 0; i < linesPerBlock; i++) {
      const status = i % 40 === 0 ? 502 + kind : 200;
      if (status !== 200) failed[status]!++;
      pieces.push(LINES[kind]!(i, status));
    }
  }
  return { text: pieces.join(""), lines: blocks * linesPerBlock, failed };
}

async function ingest(name: string, options: Partial<IngestOptions> = {}) {
  const target = path.join(folder, name);
  const chunks: ChunkRollup[] = [];
  const { compression, framing } = await readHead(target);
  const result = await ingestFile(pool, {
    path: target,
    wrapping: { compression, framing },
    format: { choice: W3C, timezone: null },
    file: 0,
    onChunk: (chunk) => void chunks.push(chunk),
    ...options,
  });
  return { result, chunks };
}

/** Requests by day and status, summed over chunks. */
function counts(chunks: readonly ChunkRollup[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { statuses } of chunks) {
    for (let at = 0; at < statuses.length; at += 3) {
      const day = new Date(statuses[at]! * 60_000).toISOString().slice(0, 10);
      const key = `${day} ${statuses[at + 1]}`;
      sums[key] = (sums[key] ?? 0) + statuses[at + 2]!;
    }
  }
  return sums;
}

describe("a W3C file whose columns change", () => {
  const big = file(9, 68_000);
  const expected = {
    "2025-06-11 200": 3 * 66_300,
    "2025-06-11 502": 3 * 1700,
    "2025-06-12 200": 3 * 66_300,
    "2025-06-12 503": 3 * 1700,
    "2025-06-13 200": 3 * 66_300,
    "2025-06-13 504": 3 * 1700,
  };

  it("gives the same counts in chunks read in parallel, in gzip, and where reading was broken off", async () => {
    writeFileSync(path.join(folder, "big.log"), big.text);
    expect(big.text.length).toBeGreaterThan(40 << 20);
    const plain = await ingest("big.log");
    expect(plain.result).toMatchObject({ parsed: big.lines, rejected: 0, problem: null });
    expect(plain.chunks.length).toBeGreaterThan(2);
    expect(counts(plain.chunks)).toEqual(expected);

    const [first, ...others] = plain.chunks;
    const resumed = await ingest("big.log", { startOffset: first!.endOffset, linesBefore: first!.lines });
    expect(counts([first!, ...resumed.chunks])).toEqual(expected);
    expect(resumed.chunks.map(({ failures }) => failures)).toEqual(others.map(({ failures }) => failures));

    writeFileSync(path.join(folder, "big.gz"), gzipSync(big.text, { level: 1 }));
    const packed = await ingest("big.gz");
    expect(counts(packed.chunks)).toEqual(expected);
    const again = await ingest("big.gz", {
      startOffset: packed.chunks[1]!.endOffset,
      linesBefore: packed.chunks[0]!.lines + packed.chunks[1]!.lines,
    });
    expect(counts([...packed.chunks.slice(0, 2), ...again.chunks])).toEqual(expected);
  });

  it("can be cut anywhere, inside headers too", async () => {
    const small = file(4, 3);
    const target = path.join(folder, "small.log");
    writeFileSync(target, small.text);
    for (let cut = 1; cut < small.text.length; cut++) {
      const headers = FileHeaders.of(target, { choice: W3C, timezone: null })!;
      const state = await headers.before(cut);
      await headers.close();
      const begun = small.text.slice(0, cut);
      // The last header line that begins before the cut counts whole.
      const lineStart = begun.lastIndexOf("\n") + 1;
      const upTo =
        small.text.startsWith("#", lineStart) && lineStart < cut ? small.text.indexOf("\n", lineStart) : lineStart;
      const fields =
        small.text
          .slice(0, upTo)
          .match(/^#Fields:.*$/gm)
          ?.at(-1)
          ?.trim() ?? null;
      expect([cut, state?.match(/^#Fields:.*$/m)?.[0] ?? null]).toEqual([cut, fields]);
    }
  });
});

it("follows headers however the bytes are handed over", () => {
  const small = `\ufeff${file(4, 3).text}`;
  const bytes = Buffer.from(small);
  const states = [1, 2, 7, 64, bytes.length].map((size) => {
    const reader = openFormat(W3C, { timezone: null });
    const found = "problem" in reader ? null : headersOf(reader);
    const track = new HeaderTrack(found!.reader, found!.headers);
    for (let from = 0; from < bytes.length; from += size) track.feed(bytes.subarray(from, from + size));
    const line = Buffer.from("192.0.2.7 GET");
    found!.reader.scan(line, 0, line.length, new Int32Array(2 * FIELD_COUNT));
    return found!.headers.current();
  });
  expect(states[0]).toContain("#Fields: time c-ip cs-method cs-uri-stem sc-status");
  expect(new Set(states).size).toBe(1);
});

describe.each<[WrapperId, (line: string) => string]>([
  ["syslog", (line) => `Jun 11 13:05:00 edge iis: ${line}`],
  ["cri", (line) => `2025-06-11T13:05:00.000000000Z stdout F ${line}`],
  ["json", (line) => JSON.stringify({ log: `${line}\n`, stream: "stdout", time: "2025-06-11T13:05:00.000000000Z" })],
])("headers carried by %s", (wrapper, wrap) => {
  const choice: FormatChoice = { ...W3C, wrappers: [wrapper] };
  const text = file(4, 3)
    .text.trim()
    .split(/\r?\n/)
    .map((line) => `${wrap(line)}\n`)
    .join("");
  const fieldsIn = (part: string) => part.match(/#Fields:[^\\"\n]*/g)?.at(-1) ?? null;

  it("are known wherever the file is cut", async () => {
    const target = path.join(folder, `${wrapper}.log`);
    writeFileSync(target, text);
    for (let cut = 1; cut < text.length; cut += 3) {
      const headers = FileHeaders.of(target, { choice, timezone: null })!;
      const state = await headers.before(cut);
      await headers.close();
      const upTo = text[cut - 1] === "\n" ? cut : text.indexOf("\n", cut) + 1;
      expect([cut, fieldsIn(state ?? "")]).toEqual([cut, fieldsIn(text.slice(0, upTo))]);
    }
  });

  it("are followed however the bytes are handed over, past lines too long to be headers", () => {
    const bytes = Buffer.from(`${wrap(`# ${"x".repeat(100_000)}`)}\n${text}`);
    const states = [7, 64, 90_000, bytes.length].map((size) => {
      const reader = openFormat(choice, { timezone: null });
      const found = "problem" in reader ? null : headersOf(reader);
      const track = new HeaderTrack(found!.reader, found!.headers);
      for (let from = 0; from < bytes.length; from += size) track.feed(bytes.subarray(from, from + size));
      return found!.headers.current();
    });
    expect(fieldsIn(states[0] ?? "")).toBe(fieldsIn(text));
    expect(new Set(states).size).toBe(1);
  });
});

describe("the head of a file whose first line is longer than a head", () => {
  const ordinary = '192.0.2.7 - - [11/Jun/2025:13:05:00 +0000] "GET / HTTP/1.1" 502 1 "-" "-"\n';
  const long = `${"x".repeat(HEAD_BYTES + 1)}\n`;

  it.each([
    ["plain", (text: string) => Buffer.from(text)],
    ["gzip", (text: string) => gzipSync(text)],
  ])("is the lines behind it, %s", async (name, pack) => {
    const target = path.join(folder, `long-${name}.log`);
    writeFileSync(target, pack(long + long + ordinary.repeat(3)));
    expect(Buffer.from((await readHead(target)).bytes).toString()).toBe(ordinary.repeat(3));
  });

  it("is its beginning where no other line comes", async () => {
    const target = path.join(folder, "one-line.log");
    writeFileSync(target, long);
    expect((await readHead(target)).bytes).toHaveLength(HEAD_BYTES);
  });
});
