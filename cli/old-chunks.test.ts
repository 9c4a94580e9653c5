import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { removeOldChunks } from "./old-chunks.mjs";

const MINUTE = 60_000;
const scratch = mkdtempSync(path.join(tmpdir(), "gumshoe-chunks-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let folder = "";
let ledger = "";
beforeEach(() => {
  const own = mkdtempSync(path.join(scratch, "build-"));
  ledger = path.join(own, "old-chunks.json");
  folder = mkdtempSync(path.join(own, "chunks-"));
});

/** A build that writes these chunks. */
function build(atMinute: number, current: string[]) {
  for (const name of current) writeFileSync(path.join(folder, name), name);
  removeOldChunks({ folder, current, ledger, nowMs: atMinute * MINUTE });
  return readdirSync(folder).sort();
}

describe("removeOldChunks", () => {
  it("keeps for an hour what a running command may still load, however old it was when it was replaced", () => {
    build(0, ["a-1.js", "b-1.js"]);
    expect(build(5000, ["a-2.js", "b-1.js"])).toEqual(["a-1.js", "a-2.js", "b-1.js"]);
    expect(build(5059, ["a-3.js", "b-1.js"])).toEqual(["a-1.js", "a-2.js", "a-3.js", "b-1.js"]);
    expect(build(5061, ["a-4.js", "b-1.js"])).toEqual(["a-2.js", "a-3.js", "a-4.js", "b-1.js"]);
    expect(build(9000, ["a-4.js", "b-1.js"])).toEqual(["a-4.js", "b-1.js"]);
  });

  it("counts anew for a chunk that comes back, as after a change that is taken back", () => {
    build(0, ["a-1.js"]);
    build(10, ["a-2.js"]);
    build(50, ["a-1.js"]);
    expect(build(80, ["a-3.js"])).toEqual(["a-1.js", "a-2.js", "a-3.js"]);
    expect(build(139, ["a-3.js"])).toEqual(["a-1.js", "a-3.js"]);
  });

  it("begins anew where what it remembered cannot be read", () => {
    build(0, ["a-1.js"]);
    writeFileSync(ledger, "{");
    expect(build(10, ["a-2.js"])).toEqual(["a-1.js", "a-2.js"]);
    expect(build(71, ["a-2.js"])).toEqual(["a-2.js"]);
  });

  it("does nothing where there are no chunks", () => {
    rmSync(folder, { recursive: true });
    expect(() => removeOldChunks({ folder, current: [], ledger, nowMs: 0 })).not.toThrow();
  });
});
