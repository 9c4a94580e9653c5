import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it, vi } from "vitest";
import type { ChunkRollup } from "@/core/rollups/chunk-rollup";
import { ingestFile, type IngestOptions } from "./ingest-file";
import { combinedLog, packed, PACKED } from "./packed-logs.fixture";
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

function write(name: string, content: string | Buffer): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

async function ingest(file: string, options: Partial<IngestOptions> = {}) {
  const chunks: ChunkRollup[] = [];
  const result = await ingestFile(pool, {
    path: file,
    wrapping: await readHead(file),
    format: { choice: { id: "nginx-combined", template: null, escape: "default" }, timezone: null },
    file: 3,
    onChunk: (chunk) => void chunks.push(chunk),
    ...options,
  });
  return { result, chunks };
}

describe("ingestFile", () => {
  const big = combinedLog(300_000);

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
    const parts = [combinedLog(1000), combinedLog(1000, 1000), combinedLog(500, 2000)];
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
    const packed = gzipSync(combinedLog(20_000));
    const { result } = await ingest(write("cut.gz", packed.subarray(0, packed.length >> 1)));
    expect(result.parsed).toBeGreaterThan(1000);
    expect(result.problem).toMatch(/breaks off before its end.*Everything before the break was read/);
    const damaged = Buffer.from(packed);
    damaged.fill(0x55, packed.length >> 1, (packed.length >> 1) + 200);
    expect((await ingest(write("damaged.gz", damaged))).result.problem).toMatch(/damaged/);
  });

  it.each(["zstd", "bzip2", "xz"] as const)(
    "reads %s, goes on inside it, and keeps what came before a break",
    async (compression) => {
      const member = packed(PACKED.log[compression]);
      const whole = write(`log.${compression}`, Buffer.concat(Array.from({ length: 2000 }, () => member)));
      const { result, chunks } = await ingest(whole);
      expect(result).toMatchObject({ lines: 240_000, parsed: 240_000, rejected: 0, problem: null });
      expect(chunks.length).toBeGreaterThan(1);
      const rest = await ingest(whole, { startOffset: chunks[0]!.endOffset, linesBefore: chunks[0]!.lines });
      expect(chunks[0]!.lines + rest.result.lines).toBe(240_000);
      const cut = await ingest(write(`cut.${compression}`, Buffer.concat([member, member.subarray(0, 300)])));
      expect(cut.result.parsed).toBeGreaterThanOrEqual(120);
      expect(cut.result.problem).toMatch(
        new RegExp(`The ${compression} file breaks off.*Everything before the break was read`),
      );
    },
  );

  it.each([
    ["an array", (records: object[]) => JSON.stringify(records)],
    ["an envelope over lines", (records: object[]) => JSON.stringify({ owner: 1, Records: records }, null, 2)],
    ["objects behind one another", (records: object[]) => records.map((each) => JSON.stringify(each)).join("")],
  ])("reads the records of %s as lines, packed or not, and goes on inside them", async (_, layout) => {
    const records = Array.from({ length: 150_000 }, (__, index) => ({
      time_iso8601: new Date(Date.UTC(2025, 5, 11, 11, 0, index % 3000)).toISOString().replace(".000Z", "+00:00"),
      request: `GET /item/${index} HTTP/1.1`,
      status: index % 50 === 0 ? 502 : 200,
      http_user_agent: 'an "agent" in {[braces]}, with a good many more words to make the file long enough',
    }));
    const template =
      '{"time_iso8601":"$time_iso8601","request":"$request","status":"$status","http_user_agent":"$http_user_agent"}';
    const format = { choice: { id: "nginx-json", template, escape: "json" as const }, timezone: null };
    const text = layout(records);
    const plain = write("records.json", text);
    expect(await readHead(plain)).toMatchObject({ framing: "json-records", compression: null, problem: null });
    const { result, chunks } = await ingest(plain, { format });
    expect(result).toMatchObject({ lines: 150_000, parsed: 150_000, rejected: 0, problem: null });
    expect(chunks.length).toBeGreaterThan(1);
    const rest = await ingest(plain, { format, startOffset: chunks[0]!.endOffset, linesBefore: chunks[0]!.lines });
    expect(chunks[0]!.lines + rest.result.lines).toBe(150_000);
    const zipped = await ingest(write("records.json.gz", gzipSync(text)), { format });
    expect(zipped.result).toMatchObject({ lines: 150_000, parsed: 150_000, endOffset: result.endOffset });
  });

  it.each(["zstd", "bzip2", "xz"] as const)("stops at a decompression bomb in %s", async (compression) => {
    const bomb = Buffer.concat(Array.from({ length: 30 }, () => packed(PACKED.zeros[compression])));
    expect((await ingest(write("bomb", bomb))).result.problem).toMatch(/unpacks to \d+ times its size/);
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
  it("unpacks no more of a bomb than it needs", async () => {
    const file = write("head.gz", gzipSync(Buffer.alloc(64 << 20)));
    const head = await readHead(file);
    expect(head.compression).toBe("gzip");
    expect(head.bytes.length).toBeLessThanOrEqual(32 << 10);
  });

  it("leaves it to others what an empty file means", async () => {
    const head = await readHead(write("empty.log", Buffer.alloc(0)));
    expect(head).toMatchObject({ problem: null, compression: null, sizeBytes: 0 });
    expect(head.bytes).toHaveLength(0);
  });

  it.each([
    ["log.7z", Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]), /packed with 7-Zip; unpack it first \(7z x\)/],
    ["broken.gz", Buffer.from([0x1f, 0x8b, 1, 2, 3]), /cannot be unpacked\. The gzip file is damaged\. Nothing/],
    ["short.zst", packed(PACKED.log.zstd).subarray(0, 9), /The zstd file breaks off.*Nothing could be read/],
    ["empty.gz", gzipSync(""), /unpacked, it is empty/],
    ["inner.zip", Buffer.from("PK\u0003\u0004 and so on"), /is a zip archive inside another file/],
  ])("says what is wrong with %s", async (name, content, sentence) => {
    expect((await readHead(write(name, content))).problem).toMatch(sentence);
  });
});
