import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import type { Compression } from "@/core/contract/compression";
import { breakSentence } from "./decode-problem";
import { openBytes } from "./open-bytes";
import { combinedLog, packed, PACKED } from "./packed-logs.fixture";

const folder = mkdtempSync(path.join(tmpdir(), "gumshoe-bytes-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const text = combinedLog(120);
const COMPRESSIONS: [Compression, Buffer][] = [
  ["gzip", gzipSync(text)],
  ["zstd", packed(PACKED.log.zstd)],
  ["bzip2", packed(PACKED.log.bzip2)],
  ["xz", packed(PACKED.log.xz)],
];

/** What can be read of a file, and the sentence that it ends with. */
async function unpack(bytes: Buffer, compression: Compression, most = Infinity) {
  const file = path.join(folder, "packed");
  writeFileSync(file, bytes);
  const source = openBytes(file, { compression, framing: null });
  const blocks: Uint8Array[] = [];
  let length = 0;
  let problem: string | null = null;
  try {
    for await (const block of source.blocks) {
      blocks.push(block);
      length += block.length;
      if (length >= most) break;
    }
  } catch (error) {
    problem = breakSentence(error, compression, length > 0);
  } finally {
    source.close();
  }
  return { text: Buffer.concat(blocks).toString(), blocks, problem };
}

describe.each(COMPRESSIONS)("openBytes, %s", (compression, bytes) => {
  it("unpacks what the format's own program packed", async () => {
    expect(await unpack(bytes, compression)).toMatchObject({ text, problem: null });
  });

  it("unpacks any number of members behind one another", async () => {
    const many = await unpack(Buffer.concat(Array.from({ length: 500 }, () => bytes)), compression);
    expect(many.problem).toBeNull();
    expect(many.text === text.repeat(500)).toBe(true);
  });

  it("says so wherever the file is cut off, after everything that came before", async () => {
    for (let length = 20; length < bytes.length; length += 97) {
      const cut = await unpack(bytes.subarray(0, length), compression);
      expect(cut.problem).toMatch(new RegExp(`^The ${compression} file breaks off before its end`));
      expect(text.startsWith(cut.text)).toBe(true);
    }
    const second = await unpack(Buffer.concat([bytes, bytes.subarray(0, bytes.length - 9)]), compression);
    expect(second.text.startsWith(text)).toBe(true);
    expect(second.problem).toContain("Everything before the break was read");
  });

  it("never takes damaged bytes for sound ones, and never hangs on them", async () => {
    for (let at = 12; at < bytes.length - 8; at += 23) {
      const damaged = Buffer.from(bytes);
      damaged[at] = damaged[at]! ^ 0x41;
      const { problem } = await unpack(damaged, compression);
      expect(problem, `byte ${at}`).toMatch(new RegExp(`^(?:The ${compression} file|There was not enough memory)`));
    }
    const garbage = Buffer.concat([bytes.subarray(0, 6), Buffer.alloc(4 << 20, "not packed at all ")]);
    expect((await unpack(garbage, compression)).problem).toMatch(/is damaged|is not read here|needs/);
  });

  it("may be left in the middle, again and again", async () => {
    const many = Buffer.concat(Array.from({ length: 500 }, () => bytes));
    for (let round = 0; round < 30; round++) expect((await unpack(many, compression, 1)).problem).toBeNull();
    expect(await unpack(bytes, compression)).toMatchObject({ text, problem: null });
  });

  it("tells what the file system says", async () => {
    for (const each of [path.join(folder, "absent"), folder]) {
      const { blocks } = openBytes(each, { compression, framing: null });
      await expect(blocks[Symbol.asyncIterator]().next()).rejects.toThrow(/ENOENT|EISDIR/);
    }
  });
});

describe("openBytes", () => {
  it.each(["zstd", "bzip2", "xz"] as const)("hands out a bomb's output in small blocks: %s", async (compression) => {
    const bytes = packed(PACKED.zeros[compression]);
    const { blocks, problem } = await unpack(bytes, compression);
    expect(problem).toBeNull();
    expect(blocks.reduce((sum, { length }) => sum + length, 0)).toBe(4 << 20);
    expect(Math.max(...blocks.map(({ length }) => length))).toBeLessThanOrEqual(128 << 10);
  });

  it("says what it cannot unpack though it is sound", async () => {
    expect((await unpack(packed(PACKED.unsupported.window), "zstd")).problem).toMatch(/more than 128 MiB of memory/);
    expect((await unpack(packed(PACKED.unsupported.checksum), "xz")).problem).toMatch(/a filter or a checksum/);
    expect((await unpack(packed(PACKED.unsupported.filter), "xz")).problem).toMatch(/a filter or a checksum/);
  });

  it("passes over the frames that zstd's parallel compressors leave notes in", async () => {
    const note = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]);
    const noted = Buffer.concat([note, packed(PACKED.log.zstd), note, packed(PACKED.log.zstd)]);
    expect(await unpack(noted, "zstd")).toMatchObject({ text: text.repeat(2), problem: null });
  });

  it("unpacks several files at a time", async () => {
    const files = COMPRESSIONS.flatMap(([compression, bytes], index) =>
      [0, 1].map((copy) => {
        const file = path.join(folder, `side-${index}-${copy}`);
        writeFileSync(file, Buffer.concat([bytes, bytes, bytes]));
        return { file, compression };
      }),
    );
    const texts = await Promise.all(
      files.map(async ({ file, compression }) => {
        const blocks: Uint8Array[] = [];
        for await (const block of openBytes(file, { compression, framing: null }).blocks) blocks.push(block);
        return Buffer.concat(blocks).toString();
      }),
    );
    expect(new Set(texts)).toEqual(new Set([text.repeat(3)]));
  });
});
