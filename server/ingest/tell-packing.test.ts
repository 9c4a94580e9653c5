import { describe, expect, it } from "vitest";
import { makeTar, makeZip } from "./make-archive.fixture";
import { combinedLog, packed, PACKED } from "./packed-logs.fixture";
import { tellArchive, tellPacking } from "./tell-packing";

describe("tellPacking", () => {
  it.each([
    ["zstd", packed(PACKED.log.zstd)],
    ["bzip2", packed(PACKED.log.bzip2)],
    ["xz", packed(PACKED.log.xz)],
    ["zstd", Buffer.from([0x5d, 0x2a, 0x4d, 0x18, 0, 0, 0, 0])],
    ["gzip", Buffer.from([0x1f, 0x8b, 8, 0])],
    ["bzip2", Buffer.from("425a683917724538509000000000", "hex")],
  ])("tells %s", (compression, head) => {
    expect(tellPacking(head)).toEqual({ kind: "compressed", compression });
  });

  it.each([
    ["7z x", Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c])],
    ["unrar x", Buffer.from("Rar!\u001a\u0007\u0000")],
    ["unlz4", Buffer.from([0x04, 0x22, 0x4d, 0x18])],
    ["uncompress", Buffer.from([0x1f, 0x9d, 0x90])],
  ])("names %s for what it cannot unpack", (tool, head) => {
    expect(tellPacking(head)).toMatchObject({ kind: "foreign", tool });
  });

  it.each(["BZh9 is how this line begins\n", "BZ", "", "(\u00b5/", combinedLog(3)])("takes %j for text", (text) => {
    expect(tellPacking(Buffer.from(text))).toEqual({ kind: "plain" });
  });
});

describe("tellArchive", () => {
  it("tells tar and zip, and takes neither text nor zeros for one", async () => {
    expect(tellArchive(await makeTar([{ name: "a.log", data: "x" }]))).toBe("tar");
    expect(tellArchive(makeZip([{ name: "a.log", data: "x" }]))).toBe("zip");
    for (const other of [Buffer.from(combinedLog(50)), Buffer.alloc(2048), Buffer.from("PK\n"), Buffer.alloc(0)]) {
      expect(tellArchive(other)).toBeNull();
    }
  });
});
