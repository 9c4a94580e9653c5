import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { expandArchive } from "./expand-archive";
import { makeTar, makeZip, type ZipEntry } from "./make-archive.fixture";
import { combinedLog, packed, PACKED } from "./packed-logs.fixture";
import { tellArchiveFile } from "./tell-archive-file";

const root = mkdtempSync(path.join(tmpdir(), "gumshoe-archive-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let count = 0;

/** Unpacks an archive into a folder of its own, and reads what lies there. */
async function expand(bytes: Buffer, name = "logs.zip") {
  const folder = path.join(root, `out-${++count}`);
  mkdirSync(folder);
  const file = path.join(root, `archive-${count}`);
  writeFileSync(file, bytes);
  const archive = await tellArchiveFile(file);
  if (archive === null) throw new Error("it is no archive");
  const expanded = await expandArchive(file, archive, { name, folder, prefix: "entry-" });
  const texts = expanded.files.map((each) => [each.name, readFileSync(each.path, "utf8")]);
  return { ...expanded, archive, texts, onDisk: readdirSync(folder).sort(), inRoot: readdirSync(root) };
}

const access = combinedLog(50);
const error = "2025/06/11 11:00:00 [error] 1#1: *1 connect() failed\n";
const PLAIN = [
  { name: "nginx/access.log", data: access },
  { name: "nginx/error.log", data: error },
];
const PLAIN_TEXTS = (archive: string) => [
  [`${archive}/nginx/access.log`, access],
  [`${archive}/nginx/error.log`, error],
];

const KINDS: [name: string, make: (entries: { name: string; data?: string | Buffer }[]) => Promise<Buffer>][] = [
  ["logs.zip", (entries) => Promise.resolve(makeZip(entries))],
  ["logs.tar", makeTar],
  ["logs.tar.gz", async (entries) => gzipSync(await makeTar(entries))],
];

describe.each(KINDS)("expandArchive, %s", (name, make) => {
  it("unpacks its files, under names of ours", async () => {
    const expanded = await expand(await make(PLAIN), name);
    expect(expanded).toMatchObject({ texts: PLAIN_TEXTS(name), problem: null, note: null });
    expect(expanded.onDisk).toEqual(["entry-0001", "entry-0002"]);
    expect(expanded.files.map(({ sizeBytes }) => sizeBytes)).toEqual([access.length, error.length]);
  });

  it("takes names that lead elsewhere for what they are: text", async () => {
    const names = [
      "../../etc/passwd",
      "/etc/shadow",
      "C:\\Windows\\win.ini",
      "a/../../b",
      "..",
      "x/./y",
      "\u0000\u001b[2J",
    ];
    const before = readdirSync(root);
    const expanded = await expand(await make(names.map((each) => ({ name: each, data: "x\n" }))), name);
    expect(expanded.problem).toBeNull();
    expect(expanded.onDisk).toEqual(names.map((_, index) => `entry-000${index + 1}`));
    expect(expanded.inRoot).toHaveLength(before.length + 2);
    expect(expanded.texts.slice(0, 2)).toEqual([
      [`${name}/etc/passwd`, "x\n"],
      [`${name}/etc/shadow`, "x\n"],
    ]);
    for (const [shown] of expanded.texts) expect(shown).not.toMatch(/\.\.\/|\/\.\.|\\/);
  });

  it("tells files of one name apart, and cuts long names at their beginning", async () => {
    const deep = `${"deep/".repeat(60)}access.log`;
    const entries = [...PLAIN, ...PLAIN, { name: deep, data: "x\n" }];
    const names = (await expand(await make(entries), name)).texts.map(([shown]) => shown);
    expect(names.slice(2, 4)).toEqual([`${name}/nginx/access.log (2)`, `${name}/nginx/error.log (2)`]);
    expect(names[4]).toHaveLength(name.length + 1 + 200);
    expect(names[4]).toMatch(/deep\/access\.log$/);
  });

  it("leaves out what is empty, and macOS's own files", async () => {
    const entries = [
      { name: "__MACOSX/nginx/._access.log", data: "x" },
      { name: "nginx/._access.log", data: "x" },
      { name: "nginx/.DS_Store", data: "x" },
      { name: "nginx/quiet.log" },
      ...PLAIN,
    ];
    const expanded = await expand(await make(entries), name);
    expect(expanded).toMatchObject({ texts: PLAIN_TEXTS(name), problem: null, note: "Left out: 1 empty file." });
    expect(expanded.onDisk).toHaveLength(2);
  });

  it("reads no more than 2,000 files", async () => {
    const entries = Array.from({ length: 2005 }, (_, index) => ({ name: `${index}.log`, data: "x\n" }));
    const expanded = await expand(await make(entries), name);
    expect(expanded.files).toHaveLength(2000);
    expect(expanded.problem).toMatch(/more than 2,000 files; the first ones were read/);
  });

  it("keeps archives inside it as they are", async () => {
    const expanded = await expand(await make([{ name: "inner.zip", data: makeZip(PLAIN) }]), name);
    expect(await tellArchiveFile(expanded.files[0]!.path)).toMatchObject({ kind: "zip" });
  });

  it("says so when there is nothing in it", async () => {
    const entries = [{ name: "quiet.log" }];
    expect((await expand(await make(entries), name)).problem).toBe("The archive holds no log files.");
  });
});

describe("expandArchive, tar", () => {
  it.each(["zstd", "bzip2", "xz"] as const)("stops at a bomb in %s", async (compression) => {
    const zeros = Array.from({ length: 32 }, () => packed(PACKED.zeros[compression]));
    const expanded = await expand(Buffer.concat([packed(PACKED.tarHeader[compression]), ...zeros]), "a.tar.zst");
    expect(expanded.archive).toEqual({ kind: "tar", compression });
    expect(expanded.problem).toMatch(/Reading stopped after 6\d MiB: the file unpacks to \d+ times its size/);
  });

  it("stops at a bomb in gzip, and keeps what came before", async () => {
    const bomb = gzipSync(await makeTar([...PLAIN, { name: "zeros.log", data: Buffer.alloc(100 << 20) }]));
    const expanded = await expand(bomb, "logs.tar.gz");
    expect(expanded.texts.slice(0, 2)).toEqual(PLAIN_TEXTS("logs.tar.gz"));
    expect(expanded.problem).toMatch(/unpacks to \d+ times its size/);
  });

  it("leaves out folders, links and devices", async () => {
    const tar = await makeTar([
      { name: "nginx/", type: "directory" },
      { name: "link.log", type: "symlink", linkname: "/etc/passwd" },
      { name: "hard.log", type: "link", linkname: "/etc/passwd" },
      { name: "null", type: "character-device" },
      ...PLAIN,
    ]);
    expect(await expand(tar, "a.tar")).toMatchObject({
      ...{ texts: PLAIN_TEXTS("a.tar"), problem: null, note: "Left out: 3 links or devices." },
    });
  });

  it("keeps what came before the archive breaks off, and says so", async () => {
    const tar = await makeTar(PLAIN);
    const cutInSecond = await expand(tar.subarray(0, tar.length - 1024 - 512 + 20), "a.tar");
    expect(cutInSecond.texts).toEqual([
      ["a.tar/nginx/access.log", access],
      ["a.tar/nginx/error.log", error.slice(0, 20)],
    ]);
    expect(cutInSecond.problem).toMatch(/The tar archive breaks off before its end.*What came before was read/);
    const packedTar = gzipSync(tar, { level: 0 });
    const cutInGzip = await expand(packedTar.subarray(0, packedTar.length - 1700), "a.tar.gz");
    expect(cutInGzip.texts[0]).toEqual(["a.tar.gz/nginx/access.log", access]);
    expect(cutInGzip.problem).toMatch(/^The gzip file breaks off before its end/);
    const damaged = Buffer.from(tar);
    const second = damaged.indexOf("nginx/error.log");
    damaged[second + 150] = 0x39;
    const after = await expand(damaged, "a.tar");
    expect(after.texts).toEqual(PLAIN_TEXTS("a.tar").slice(0, 1));
    expect(after.problem).toMatch(/The tar archive is damaged.*tar -t/);
  });
});

describe("expandArchive, zip", () => {
  const zipped = (...more: ZipEntry[]) => makeZip([...more, ...PLAIN]);

  it("leaves out folders and links, and what it cannot read, each with a sentence", async () => {
    const expanded = await expand(
      zipped(
        { name: "nginx/" },
        { name: "link.log", data: "/etc/passwd", mode: 0o120777 },
        { name: "secret.log", data: "x", encrypted: true },
        { name: "other.log", data: "x", encrypted: true },
        { name: "odd.log", data: "x", method: 14 },
      ),
    );
    expect(expanded).toMatchObject({ texts: PLAIN_TEXTS("logs.zip"), note: "Left out: 1 link or device." });
    expect(expanded.problem).toBe(
      "2 encrypted files could not be read. Unpack it with its password and give the files. " +
        "1 file packed in a way that is not read here could not be read. Unpack it yourself and give the files.",
    );
  });

  it("reads the files behind a damaged one", async () => {
    const bytes = zipped({ name: "first.log", data: combinedLog(20) });
    bytes.fill(0xff, 50, 90);
    const expanded = await expand(bytes);
    expect(expanded.texts.slice(-2)).toEqual(PLAIN_TEXTS("logs.zip"));
    expect(expanded.problem).toMatch(/^1 damaged file could not be read\. Copy the archive again/);
  });

  it("says so when the archive is cut off, which loses its list of files", async () => {
    const expanded = await expand(zipped().subarray(0, 300));
    expect(expanded).toMatchObject({ files: [], note: null });
    expect(expanded.problem).toMatch(/The zip archive breaks off before its end.*Nothing could be read/);
  });

  it("stops at a bomb, and keeps what came before", async () => {
    const bomb = makeZip([...PLAIN, { name: "zeros.log", data: Buffer.alloc(100 << 20) }]);
    const expanded = await expand(bomb);
    expect(expanded.texts.slice(0, 2)).toEqual(PLAIN_TEXTS("logs.zip"));
    expect(expanded.problem).toMatch(/unpacks to \d+ times its size/);
  });

  it("survives any damage", async () => {
    const bytes = zipped();
    for (let at = 4; at < bytes.length; at += 61) {
      const damaged = Buffer.from(bytes);
      damaged[at] = damaged[at]! ^ 0x55;
      const { files, problem } = await expand(damaged);
      expect(files.length === 2 || problem !== null).toBe(true);
    }
  });
});

describe("tellArchiveFile", () => {
  it.each([
    ["text", Buffer.from(combinedLog(100)), null],
    ["packed text", gzipSync(combinedLog(100)), null],
    ["zeros", Buffer.alloc(4096), null],
    ["nothing", Buffer.alloc(0), null],
    ["a zip archive in gzip", gzipSync(makeZip(PLAIN)), null],
    ["an empty zip archive", makeZip([]), { kind: "zip", compression: null }],
  ])("tells of %s", async (_, bytes, expected) => {
    const file = path.join(root, "told");
    writeFileSync(file, bytes);
    expect(await tellArchiveFile(file)).toEqual(expected);
  });

  it("knows nothing of what is not there", async () => {
    expect(await tellArchiveFile(path.join(root, "absent"))).toBeNull();
    expect(await tellArchiveFile(root)).toBeNull();
  });
});
