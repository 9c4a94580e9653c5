import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { detectFile } from "./detect";
import type { FormatDefinition, FormatSample } from "./format-definition";
import { FORMATS, formatById, openFormat, plainChoice } from "./format-registry";
import { asciiBytes } from "./read-bytes";
import { createLineReading } from "./read-line";

function readSample(format: FormatDefinition, { line, choice }: FormatSample) {
  const reader = openFormat({ ...plainChoice(format.id), ...choice }, { timezone: null, referenceMs: REFERENCE });
  if ("problem" in reader) throw new Error(reader.problem);
  const bytes = asciiBytes(line);
  return createLineReading(reader)(bytes, 0, bytes.length).event;
}

/** Near the samples' own times. */
const REFERENCE = Date.UTC(2026, 0, 1);
const EACH = FORMATS.map((format) => [format.id, format] as const);

describe("every format", () => {
  it("is registered, under the name of its file", () => {
    const folder = new URL(".", import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
      (name) => name.endsWith(".ts") && /: FormatDefinition = \{/.test(readFileSync(new URL(name, folder), "utf8")),
    );
    expect(FORMATS.map((format) => `${format.id}.ts`).sort()).toEqual(files.map((name) => basename(name)).sort());
  });

  it("has signatures whose ids no other format uses for something else", () => {
    const meanings = new Map<string, string>();
    for (const format of FORMATS) {
      for (const { id, cause, phase, label } of format.signatures ?? []) {
        const meaning = JSON.stringify({ cause, phase, label });
        expect([id, meanings.get(id) ?? meaning]).toEqual([id, meaning]);
        meanings.set(id, meaning);
      }
    }
  });

  it.each(EACH)("%s reads its samples to what it states", (_, format) => {
    expect(format.samples.length).toBeGreaterThan(0);
    for (const sample of format.samples)
      expect(readSample(format, sample)).toMatchObject({ ...sample.event, format: format.id });
  });

  it.each(EACH)("%s is detected from its samples", (id, format) => {
    for (const { line, choice } of format.samples) {
      // One that needs a format string is found together with it.
      if (choice?.template) continue;
      const options = { timezone: null, referenceMs: REFERENCE };
      const found = detectFile(asciiBytes(`${line}\n`.repeat(3)), "some.log", [], options);
      expect(found).toMatchObject({ role: format.role, problem: null });
      expect(found.share).toBeGreaterThanOrEqual(0.98);
      expect(["nginx-template", id]).toContain(found.choice?.id);
    }
  });
});

it("says which formats there are when asked for another", () => {
  expect(openFormat({ id: "x", template: null, escape: "default" }, { timezone: null })).toMatchObject({
    problem: expect.stringContaining("nginx-combined"),
  });
  expect(formatById("nginx-combined")?.title).toBe("nginx combined");
  expect(formatById("__proto__")).toBeNull();
});
