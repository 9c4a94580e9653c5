import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeTar } from "./make-archive.fixture";
import { readTar, TarProblem } from "./read-tar";

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Every entry with its text, and the fault that reading ended with. */
async function entries(bytes: Buffer, size = 4096, readBodies = true) {
  const found: { name: string; kind: string; text: string }[] = [];
  let fault: string | null = null;
  try {
    for await (const { name, kind, body } of readTar(pieces(bytes, size))) {
      const entry = { name, kind, text: "" };
      found.push(entry);
      if (readBodies) for await (const part of body) entry.text += Buffer.from(part).toString("latin1");
    }
  } catch (error) {
    if (!(error instanceof TarProblem)) throw error;
    fault = error.fault;
  }
  return { found, fault };
}

/** A header as any tar program writes it. */
function header(name: string, size: string, type: string, { magic = "ustar\0", prefix = "" } = {}): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0, "latin1");
  block.write(size, 124, "latin1");
  block.write("        ", 148);
  block.write(type, 156, "latin1");
  block.write(magic, 257);
  block.write(prefix, 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

const padded = (text: string) => Buffer.concat([Buffer.from(text), Buffer.alloc((512 - (text.length % 512)) % 512)]);
const END = Buffer.alloc(1024);

describe("readTar", () => {
  it("reads entries however the bytes are cut, whether their bodies are read or not", async () => {
    const data = "line\n".repeat(300);
    const tar = await makeTar([
      { name: "a/", type: "directory" },
      { name: "a/access.log", data },
      { name: "a/full.log", data: "x".repeat(1024) },
      { name: "l", type: "symlink", linkname: "/etc/passwd" },
      { name: `${"d".repeat(150)}/${"e".repeat(120)}`, data: "long" },
    ]);
    const expected = [
      { name: "a/", kind: "folder", text: "" },
      { name: "a/access.log", kind: "file", text: data },
      { name: "a/full.log", kind: "file", text: "x".repeat(1024) },
      { name: "l", kind: "link", text: "" },
      { name: `${"d".repeat(150)}/${"e".repeat(120)}`, kind: "file", text: "long" },
    ];
    for (const size of [1, 7, 511, 512, 513, 1 << 20]) {
      expect(await entries(tar, size)).toEqual({ found: expected, fault: null });
      const skipped = await entries(tar, size, false);
      expect(skipped.found.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
    }
  });

  it("reads the dialects: GNU's long names, POSIX's prefixes and attributes, sizes as bytes, headers of 1979", async () => {
    const long = `${"n".repeat(200)}.log`;
    const attributes = "20 path=posix/a.log\n10 size=3\n";
    const bytesOfSize = `\u0080${"\0".repeat(10)}\u0004`;
    const tar = Buffer.concat([
      ...[header("././@LongLink", (long.length + 1).toString(8), "L", { magic: "ustar  " }), padded(`${long}\0`)],
      ...[header("nnn", "2", "0", { magic: "ustar  ", prefix: "not a prefix" }), padded("L\n")],
      ...[header("pax", attributes.length.toString(8), "x"), padded(attributes)],
      ...[header("short", "0", "0"), padded("px\n")],
      ...[header("global", "6", "g"), padded("ignore")],
      ...[header("b.log", "2", "0", { prefix: "dir" }), padded("P\n")],
      ...[header("c.log", bytesOfSize, "0"), padded("byte")],
      ...[header("old/", "0", "\0", { magic: "" }), header("old.log", "     3 ", "\0", { magic: "" }), padded("v7\n")],
      ...[header("hole.log", "0", "S", { magic: "ustar  " }), END],
    ]);
    const { found, fault } = await entries(tar);
    expect(fault).toBeNull();
    expect(found.filter(({ kind }) => kind !== "note")).toEqual([
      { name: long, kind: "file", text: "L\n" },
      { name: "posix/a.log", kind: "file", text: "px\n" },
      { name: "dir/b.log", kind: "file", text: "P\n" },
      { name: "c.log", kind: "file", text: "byte" },
      { name: "old/", kind: "folder", text: "" },
      { name: "old.log", kind: "file", text: "v7\n" },
      { name: "hole.log", kind: "sparse", text: "" },
    ]);
  });

  it("hands out what is left of a file before it says that the archive is cut off", async () => {
    const tar = await makeTar([{ name: "a.log", data: "0123456789".repeat(100) }]);
    for (const length of [512 + 1, 512 + 700, 512 + 1000]) {
      const { found, fault } = await entries(tar.subarray(0, length));
      expect(found[0]!.text).toHaveLength(length - 512);
      expect(fault).toBe("cut-off");
    }
    expect(await entries(tar.subarray(0, tar.length - 1024))).toMatchObject({ fault: "cut-off" });
  });

  it.each([
    ["a size of no number", header("a", "9zz", "0")],
    ["a size beyond all numbers", header("a", "\u00ff".repeat(12), "0")],
    ["a name of a gigabyte", header("a", "10000000000", "L")],
    ["attributes with a size of no number", Buffer.concat([header("a", "22", "x"), padded("18 size=12345678x\n")])],
    ["a wrong checksum", Buffer.concat([header("a", "0", "0").fill(0x41, 10, 20)])],
  ])("calls the archive damaged: %s", async (_, bytes) => {
    expect(await entries(Buffer.concat([bytes, header("b", "0", "0"), END]))).toEqual({ found: [], fault: "damaged" });
  });

  it("takes any damage, and ends", async () => {
    const tar = await makeTar([
      { name: "n".repeat(180), data: "some\nlines\n" },
      { name: "b.log", data: "x".repeat(600) },
    ]);
    const damage = fc.array(fc.tuple(fc.nat(tar.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(damage, fc.nat(tar.length), async (changes, length) => {
        const damaged = Buffer.from(tar);
        for (const [at, byte] of changes) damaged[at] = byte;
        const { found } = await entries(damaged.subarray(0, length), 300);
        expect(found.length).toBeLessThan(8);
      }),
      { numRuns: 500 },
    );
  });
});
