import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it, vi } from "vitest";
import type { ChunkRollup } from "@/core/rollups/chunk-rollup";
import { ingestFile, type IngestOptions } from "./ingest-file";
import { readHead } from "./read-head";
import { ScanPool } from "./scan-pool";

// Processes and millions of bytes: seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(path.join(tmpdir(), "gumshoe-ingest-"));
const pool = new ScanPool(2);
afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Lines of nginx's combined format, one every second. */
function combined(lines: number, offset = 0): string {
  return Array.from({ length: lines }, (_, index) => {
    const second = String((index + offset) % 60).padStart(2, "0");
    const status = (index + offset) % 50 === 0 ? 502 : 200;
    return `198.51.100.${index % 250} - - [11/Jun/2025:11:${String(Math.floor((index + offset) / 60) % 60).padStart(2, "0")}:${second} +0000] "GET /item/${index} HTTP/1.1" ${status} 157 "-" "agent"\n`;
  }).join("");
}

function write(name: string, content: string | Buffer): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

async function ingest(file: string, options: Partial<IngestOptions> = {}) {
  const chunks: ChunkRollup[] = [];
  const result = await ingestFile(pool, {
    path: file,
    compression: readHead(file).compression,
    format: { choice: { id: "nginx-combined", template: null, escape: "default" }, timezone: null },
    file: 3,
    onChunk: (chunk) => void chunks.push(chunk),
    ...options,
  });
  return { result, chunks };
}

describe("ingestFile", () => {
  const big = combined(300_000);

  it("hands over the chunks of a plain file in order, with lines numbered through", async () => {
    const { result, chunks } = await ingest(write("plain.log", big));
    expect(result).toMatchObject({
      lines: 300_000,
      parsed: 300_000,
      endOffset: big.length,
      problem: null,
      cancelled: false,
    });
    expect(chunks.length).toBeGreaterThan(1);
    const lines = chunks.flatMap(({ failures }) => failures.map(({ line }) => line));
    expect(lines).toEqual([...lines].sort((one, other) => one - other));
    expect(lines.every((line) => line % 50 === 1)).toBe(true);
    expect(chunks.flatMap(({ failures }) => failures)[0]).toMatchObject({ file: 3, line: 1, status: 502 });
    chunks.slice(1).forEach((chunk, index) => expect(chunk.startOffset).toBeLessThanOrEqual(chunks[index]!.endOffset));
  });

  it("goes on where an earlier run ended", async () => {
    const file = write("resumed.log", big);
    const { chunks } = await ingest(file, { endOffset: 5 << 20 });
    const [first] = chunks;
    const { result } = await ingest(file, { startOffset: first!.endOffset, linesBefore: first!.lines });
    expect(first!.lines + result.lines).toBe(300_000);
  });

  it("counts the same in gzip, in one member or many", async () => {
    const whole = await ingest(write("one.gz", gzipSync(big)));
    expect(whole.result).toMatchObject({ lines: 300_000, parsed: 300_000, endOffset: big.length, problem: null });
    expect(whole.chunks.length).toBeGreaterThan(1);
    const parts = [combined(1000), combined(1000, 1000), combined(500, 2000)];
    const members = await ingest(write("many.gz", Buffer.concat(parts.map((part) => gzipSync(part)))));
    expect(members.result).toMatchObject({ lines: 2500, parsed: 2500, problem: null });
  });

  it("goes on inside a gzip file", async () => {
    const file = write("resumed.gz", gzipSync(big));
    const { chunks } = await ingest(file);
    const { result } = await ingest(file, { startOffset: chunks[0]!.endOffset, linesBefore: chunks[0]!.lines });
    expect(chunks[0]!.lines + result.lines).toBe(300_000);
  });

  it("keeps what came before the break of a truncated gzip file, and says so", async () => {
    const packed = gzipSync(combined(20_000));
    const { result } = await ingest(write("cut.gz", packed.subarray(0, packed.length >> 1)));
    expect(result.parsed).toBeGreaterThan(1000);
    expect(result.problem).toMatch(/breaks off before its end.*Everything before the break was read/);
    const damaged = Buffer.from(packed);
    damaged.fill(0x55, packed.length >> 1, (packed.length >> 1) + 200);
    expect((await ingest(write("damaged.gz", damaged))).result.problem).toMatch(/damaged/);
  });

  it("stops at a decompression bomb", async () => {
    const bomb = Buffer.concat(Array.from({ length: 12 }, () => gzipSync(Buffer.alloc(16 << 20))));
    const { result } = await ingest(write("bomb.gz", bomb));
    expect(result.problem).toMatch(/unpacks to \d+ times its size/);
  });

  it("stops when it is told to, and passes errors of its caller on", async () => {
    const stop = new AbortController();
    const { result } = await ingest(write("stopped.log", big), { signal: stop.signal, onChunk: () => stop.abort() });
    expect(result).toMatchObject({ cancelled: true, problem: null });
    expect(result.lines).toBeLessThan(300_000);
    for (const name of ["plain.log", "one.gz"]) {
      await expect(
        ingest(path.join(folder, name), { onChunk: () => Promise.reject(new Error("disk full")) }),
      ).rejects.toThrow("disk full");
    }
    expect((await ingest(path.join(folder, "plain.log"))).result.parsed).toBe(300_000);
  });

  it("has a sentence for what cannot be read", async () => {
    expect((await ingest(path.join(folder, "absent.log"))).result.problem).toMatch(/there is no such file/);
    expect((await ingest(folder)).result.problem).toMatch(/is a folder/);
    const unknown = { choice: { id: "nonsense", template: null, escape: "default" as const }, timezone: null };
    expect((await ingest(path.join(folder, "plain.log"), { format: unknown })).result.problem).toMatch(
      /no format called/,
    );
  });
});

describe("readHead", () => {
  it("unpacks no more of a bomb than it needs", () => {
    const file = write("head.gz", gzipSync(Buffer.alloc(64 << 20)));
    const head = readHead(file);
    expect(head.compression).toBe("gzip");
    expect(head.bytes.length).toBeLessThanOrEqual(32 << 10);
  });

  it.each([
    ["empty.log", Buffer.alloc(0), /is empty/],
    ["zstd.log", Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0]), /packed with zstd/],
    ["broken.gz", Buffer.from([0x1f, 0x8b, 1, 2, 3]), /damaged gzip/],
  ])("says what is wrong with %s", (name, content, sentence) => {
    expect(readHead(write(name, content)).problem).toMatch(sentence);
  });
});
