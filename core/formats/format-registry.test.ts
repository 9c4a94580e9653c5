import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { detectFile } from "./detect";
import type { FormatDefinition } from "./format-definition";
import { FORMATS, formatById, openFormat } from "./format-registry";
import { asciiBytes } from "./read-bytes";

function readSample(format: FormatDefinition, line: string) {
  const reader = openFormat({ id: format.id, template: null, escape: "default" }, { timezone: null });
  if ("problem" in reader) throw new Error(reader.problem);
  const bytes = asciiBytes(line);
  return reader.role === "access" ? reader.event(bytes, 0, bytes.length) : reader.event(line);
}

describe("every format", () => {
  it("is registered, under the name of its file", () => {
    const folder = new URL(".", import.meta.url);
    const files = readdirSync(folder).filter(
      (name) => name.endsWith(".ts") && /: FormatDefinition = \{/.test(readFileSync(new URL(name, folder), "utf8")),
    );
    expect(FORMATS.map((format) => `${format.id}.ts`).sort()).toEqual(files.sort());
  });

  it.each(FORMATS.map((format) => [format.id, format] as const))(
    "%s reads its samples to what it states",
    (_, format) => {
      expect(format.samples.length).toBeGreaterThan(0);
      for (const { line, event } of format.samples)
        expect(readSample(format, line)).toMatchObject({ ...event, format: format.id });
    },
  );

  it.each(FORMATS.map((format) => [format.id, format] as const))(
    "%s is the only one to take its samples",
    (id, format) => {
      for (const { line } of format.samples) {
        const takers = FORMATS.filter((other) => other.role === format.role && "role" in readSample(other, line)).map(
          (other) => other.id,
        );
        expect(takers).toEqual([id]);
      }
    },
  );

  it.each(FORMATS.map((format) => [format.id, format] as const))("%s is detected from its samples", (_, format) => {
    for (const { line } of format.samples) {
      const found = detectFile(asciiBytes(`${line}\n`.repeat(3)), "some.log", []);
      expect(found).toMatchObject({ role: format.role, share: 1, problem: null });
      expect(["nginx-template", format.id]).toContain(found.choice?.id);
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
