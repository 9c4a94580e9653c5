import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Field, FIELD_COUNT } from "@/core/events/field";
import { parseNginxConfig } from "@/core/configs/parse-nginx-config";
import { detectFile } from "./detect";
import { FORMATS, openFormat } from "./format-registry";
import { inferJson } from "./infer-json";
import { inferTemplate } from "./infer-template";
import type { LineReader } from "./line-reader";
import { asciiBytes } from "./read-bytes";
import { readMarkers } from "./read-markers";

/** Whoever writes to a log chooses its bytes: nothing in here may throw, hang, read outside its line, or lose the line. */

const READERS: [string, LineReader][] = FORMATS.map((format) => {
  const reader = openFormat({ id: format.id, template: null, escape: "default" }, { timezone: "Europe/Berlin" });
  if ("problem" in reader) throw new Error(reader.problem);
  return [format.id, reader];
});
const SAMPLES = FORMATS.flatMap((format) => format.samples.map(({ line }) => asciiBytes(line)));

/** A real line with some bytes replaced, removed, doubled or put in. */
const mutated = fc
  .tuple(
    fc.constantFrom(...SAMPLES),
    fc.array(
      fc.record({
        at: fc.nat(),
        how: fc.nat(3),
        byte: fc.oneof(fc.nat(255), fc.constantFrom(34, 91, 93, 32, 44, 58, 45, 92, 123, 125, 10, 0)),
        many: fc.integer({ min: 1, max: 20 }),
      }),
      { maxLength: 8 },
    ),
  )
  .map(([line, changes]) => {
    const bytes = [...line];
    for (const { at, how, byte, many } of changes) {
      const place = at % (bytes.length + 1);
      if (how === 0) bytes[place] = byte;
      else if (how === 1) bytes.splice(place, many);
      else if (how === 2) bytes.splice(place, 0, ...bytes.slice(place, place + many));
      else bytes.splice(place, 0, ...Array.from({ length: many }, () => byte));
    }
    return Uint8Array.from(bytes);
  });
const anyLine = fc.oneof(
  mutated,
  fc.uint8Array({ maxLength: 400 }),
  fc.string({ maxLength: 300, unit: "grapheme" }).map(asciiBytes),
);

function text(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

describe.each(READERS)("%s", (_, reader) => {
  it("gives an event, a reason or a skip for any line", () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        const result = reader.role === "access" ? reader.event(line, 0, line.length) : reader.event(text(line));
        if ("rejected" in result) expect(result.rejected).not.toBe("");
        else if ("skipped" in result) expect(result.skipped).not.toBe("");
        else {
          expect(Number.isFinite(result.atMs)).toBe(true);
          if (result.role === "access")
            for (const value of [result.requestMs, result.status, result.bodyBytes])
              expect(value === null || value >= 0).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe("scanners", () => {
  const scanners = READERS.flatMap(([id, reader]) => (reader.role === "access" ? [{ id, reader }] : []));

  it("look at nothing outside their range, and write ranges inside it", () => {
    fc.assert(
      fc.property(
        anyLine,
        fc.constantFrom(...scanners),
        fc.uint8Array({ minLength: 40, maxLength: 40 }),
        (line, { reader }, around) => {
          const alone = new Int32Array(2 * FIELD_COUNT).fill(-1);
          const within = alone.slice();
          const padded = new Uint8Array(line.length + 80);
          padded.set(around, 0);
          padded.set(line, 40);
          padded.set(around, 40 + line.length);
          const code = reader.scan(line, 0, line.length, alone);
          expect(reader.scan(padded, 40, 40 + line.length, within)).toBe(code);
          expect(reader.rejections[code]).toBeDefined();
          if (code !== 0) return;
          for (let i = 0; i < alone.length; i++)
            expect(within[i]).toBe(alone[i] === -1 ? -1 : (alone[i] ?? 0) + (i < 2 * FIELD_COUNT ? 40 : 0));
          for (let field = 0; field < FIELD_COUNT; field++) {
            const [from, to] = [alone[2 * field] ?? -1, alone[2 * field + 1] ?? -1];
            if (from >= 0) expect(from <= to && to <= line.length).toBe(true);
          }
        },
      ),
      { numRuns: 1500 },
    );
  });

  it("forget the line before", () => {
    fc.assert(
      fc.property(anyLine, anyLine, fc.constantFrom(...scanners), (first, second, { reader }) => {
        const used = new Int32Array(2 * FIELD_COUNT).fill(-1);
        const fresh = used.slice();
        reader.scan(first, 0, first.length, used);
        if (reader.scan(second, 0, second.length, used) !== 0) return;
        reader.scan(second, 0, second.length, fresh);
        for (let field = 0; field < FIELD_COUNT; field++) {
          expect(used[2 * field]).toBe(fresh[2 * field]);
          if (fresh[2 * field] !== -1) expect(used[2 * field + 1]).toBe(fresh[2 * field + 1]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("never shift: a value put into a quoted field comes out as it went in", () => {
    const combined = scanners.find(({ id }) => id === "nginx-combined")?.reader;
    const escaped = (value: string) =>
      Array.from(asciiBytes(value), (byte) =>
        byte < 32 || byte > 126 || byte === 34 || byte === 92
          ? `\\x${byte.toString(16).toUpperCase().padStart(2, "0")}`
          : String.fromCharCode(byte),
      ).join("");
    fc.assert(
      fc.property(
        fc.string({ minLength: 2, unit: "grapheme" }),
        fc.string({ minLength: 2 }),
        fc.integer({ min: 100, max: 599 }),
        (agent, path, status) => {
          fc.pre(
            ![agent, path].some((value) => /[\x00-\x1f\x7f\ufffd\ud800-\udfff]/u.test(value)) && !path.endsWith(" "),
          );
          const line = asciiBytes(
            `192.0.2.7 - - [11/Jun/2025:13:05:00 +0200] "GET /${escaped(path)} HTTP/1.1" ${status} 62 "-" "${escaped(agent)}"`,
          );
          expect(combined?.event(line, 0, line.length)).toMatchObject({
            status,
            path: `/${path}`,
            userAgent: agent,
            bodyBytes: 62,
          });
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("work on whole files", () => {
  const anyText = fc.array(anyLine.map(text), { maxLength: 12 }).map((lines) => lines.join("\n"));

  it("detects, infers and reads markers from anything", () => {
    fc.assert(
      fc.property(anyText, (file) => {
        const lines = file.split("\n");
        const found = detectFile(asciiBytes(file), "x.log", []);
        expect(
          found.choice !== null || found.problem !== null || found.role === "config" || found.role === "markers",
        ).toBe(true);
        for (const template of [inferTemplate(lines), inferJson(lines)]) {
          if (template !== null)
            expect(
              openFormat({ id: "nginx-template", template, escape: "default" }, { timezone: null }),
            ).not.toHaveProperty("problem");
        }
        readMarkers(file, { timezone: null });
        parseNginxConfig([{ name: "x.conf", text: file }]);
      }),
      { numRuns: 150 },
    );
  });

  it("opens any format string, or says what is wrong with it", () => {
    const pieces = fc.array(
      fc.oneof(
        fc.constantFrom(
          "$status",
          "$time_local",
          "$msec",
          "$request",
          "$upstream_addr",
          "$remote_addr",
          "${host}",
          "$",
          '"',
          " ",
          "[",
          "]",
          "\\",
          "'",
          "{",
          ":",
        ),
        fc.string({ maxLength: 5 }),
      ),
    );
    fc.assert(
      fc.property(pieces, anyLine, (parts, line) => {
        const reader = openFormat(
          { id: "nginx-template", template: parts.join(""), escape: "default" },
          { timezone: null },
        );
        if ("problem" in reader) expect(reader.problem).not.toBe("");
        else if (reader.role === "access") reader.event(line, 0, line.length);
      }),
      { numRuns: 500 },
    );
  });

  /** Quadratic work would take minutes on these. */
  it.each([
    ", client: 1.1.1.1, server: a",
    '"',
    "\\",
    "\\x22",
    ", ",
    " : ",
    "upstream timed out (110: ",
    "SSL_do_handshake() failed ",
    "[",
    "{",
    '{"a":',
    '"a":1,',
    "a=",
    "2025/06/11 13:21:00 [error] ",
    "1.1.1.1 ",
    "é",
  ])(
    "takes a line of 1 MiB of %j in bounded time",
    (piece) => {
      const filler = piece.repeat(Math.floor((1 << 20) / asciiBytes(piece).length) - 200);
      for (const head of [
        "",
        '192.0.2.7 - - [11/Jun/2025:13:05:00 +0200] "GET /',
        "2025/06/11 13:21:00 [error] 91#91: *210 ",
        '{"time":"2025-05-20T19:00:02Z","status":200,"x":"',
      ]) {
        const line = asciiBytes(head + filler);
        const whole = head + filler;
        for (const [, reader] of READERS) {
          if (reader.role === "access") reader.event(line, 0, line.length);
          else reader.event(whole);
        }
      }
      detectFile(asciiBytes(`${filler.slice(0, 60_000)}\n`), "x.log", []);
    },
    20_000,
  );
});

it("has room for every field", () => {
  expect(Math.max(...Object.values(Field))).toBe(FIELD_COUNT - 1);
});

it.each([
  ["caddy-error", `2026-11-23T02:05:56${".1223T02:05:56".repeat(700)}`],
  ["envoy-error", `2026-11-23T02:05:56.123Z\twarning\tenvoy config ${"source/com".repeat(900)}`],
  [
    "aws-alb",
    FORMATS.find(({ id }) => id === "aws-alb")!.samples[1]!.line.replace('"a ', `"${"\\x22b".repeat(3000)} `),
  ],
])("%s takes no time for what repeats itself", (id, line) => {
  const reader = new Map(READERS).get(id)!;
  const bytes = asciiBytes(line);
  const read = () => (reader.role === "access" ? reader.event(bytes, 0, bytes.length) : reader.event(line, null));
  const timed = Array.from({ length: 60 }, () => {
    const startedMs = performance.now();
    read();
    return performance.now() - startedMs;
  });
  expect(Math.min(...timed)).toBeLessThan(1);
});
