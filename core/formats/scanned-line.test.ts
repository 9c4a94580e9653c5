import { describe, expect, it } from "vitest";
import { Field, FIELD_COUNT, type FieldName } from "@/core/events/field";
import { asciiBytes, decodeUtf8 } from "./read-bytes";
import { ScannedLine } from "./scanned-line";

function lineOf(values: Partial<Record<FieldName, string>>) {
  const out = new Int32Array(2 * FIELD_COUNT).fill(-1);
  let text = "";
  const set = (field: FieldName) => {
    const value = values[field];
    if (value === undefined) return;
    out[2 * Field[field]] = text.length;
    text += value;
    out[2 * Field[field] + 1] = text.length;
  };
  for (const field of ["upstreamAddr", "upstreamStatus", "upstreamConnectTime", "upstreamHeaderTime"] as const)
    set(field);
  for (const field of ["flags", "status"] as const) set(field);
  const unitMs = new Float64Array(FIELD_COUNT).fill(1000);
  const source = { format: "x", timeAt: () => 0, decode: decodeUtf8, unitMs };
  return new ScannedLine(source).at(asciiBytes(text), out);
}

describe("of the upstream asked last, the short way and the whole attempts say the same", () => {
  const values = [undefined, "", "-", "0", "502", "0.004", "1.", ".5", "-1", "1e3", "x", " 7 ", "502, -", "-, 0.1"];
  it.each([undefined, "", "-", "10.0.0.1:80", "10.0.0.1:80, 10.0.0.2:80", "a : b"])("address %s", (upstreamAddr) => {
    for (const upstreamStatus of values)
      for (const upstreamConnectTime of values)
        for (const upstreamHeaderTime of values) {
          const line = lineOf({ upstreamAddr, upstreamStatus, upstreamConnectTime, upstreamHeaderTime });
          const last = line.attempts().at(-1);
          expect([
            line.wasAsked(),
            line.upstreamStatus(),
            line.hasConnectTime(),
            line.hasHeaderTime(),
            JSON.stringify({ upstreamAddr, upstreamStatus, upstreamConnectTime, upstreamHeaderTime }),
          ]).toEqual([
            last !== undefined,
            last?.status ?? null,
            (last?.connectMs ?? null) !== null,
            (last?.headerMs ?? null) !== null,
            JSON.stringify({ upstreamAddr, upstreamStatus, upstreamConnectTime, upstreamHeaderTime }),
          ]);
        }
  });
});

it("reads a dash as nothing, unless it is asked for what is written", () => {
  const line = lineOf({ flags: "-", status: "503" });
  expect([line.text("flags"), line.raw("flags"), line.integer("status")]).toEqual([null, "-", 503]);
  expect([line.text("server"), line.raw("server"), line.integer("requestBytes")]).toEqual([null, null, null]);
  expect(lineOf({ flags: "", status: "5x" }).text("flags")).toBeNull();
  expect(lineOf({ flags: "SC", status: "5x" }).integer("status")).toBeNull();
});
