import { Field, type FieldName, type ScanLine } from "@/core/events/field";
import { refuse, type CompiledTemplate } from "./compile-template";
import type { DurationUnits } from "./line-plan";
import { asciiBytes, sameBytes } from "./read-bytes";
import { SCAN_BLANK, SCAN_REASONS } from "./scan-reasons";

/** A key of `key=value` pairs and what its value is. */
export interface LogfmtKey {
  name: string;
  field: FieldName;
  /** Milliseconds in one unit of a duration; left out for seconds. */
  unitMs?: number;
}

const NO_TIME = SCAN_REASONS.length;
const FIRST_NEED = NO_TIME + 1;
const NEEDS: readonly FieldName[] = ["method", "status"];

/**
 * Compiles keys to a scanner of `TIME … key=value key="value"` lines, which takes the keys in any order and tolerates others. A value may
 * be empty, and a duration may end in `ms`. The time is the first word that begins with four digits and a dash.
 */
export function compileLogfmt(keys: readonly LogfmtKey[]): CompiledTemplate {
  const names = keys.map(({ name }) => asciiBytes(name));
  const ids = keys.map(({ field }) => Field[field]);
  const isDuration = keys.map(({ unitMs }) => unitMs !== undefined);
  const units: DurationUnits = {};
  for (const { field, unitMs } of keys) if (unitMs !== undefined) units[field] = unitMs;
  const needed = NEEDS.map((name) => Field[name] << 1);
  const rejections = [
    ...SCAN_REASONS,
    "has no time in front of its pairs",
    ...NEEDS.map((name) => `has no ${name}= among its pairs`),
  ];

  const scan: ScanLine = (buf, from, to, out) => {
    if (to > from && buf[to - 1] === 13) to--;
    if (from >= to) return SCAN_BLANK;
    out[0] = -1;
    for (let i = 0; i < ids.length; i++) out[ids[i]! << 1] = -1;
    let p = from;
    while (p < to) {
      while (p < to && buf[p] === 32) p++;
      const start = p;
      while (p < to && buf[p] !== 32 && buf[p] !== 61 && buf[p] !== 34) p++;
      if (buf[p] !== 61 || p >= to) {
        if (out[0]! < 0 && isTime(buf, start, p)) {
          out[0] = start;
          out[1] = p;
        }
        if (p < to && buf[p] === 34) p++;
        continue;
      }
      const nameEnd = p++;
      const quoted = p < to && buf[p] === 34;
      if (quoted) p++;
      const valueStart = p;
      while (p < to && (quoted ? buf[p] !== 34 : buf[p] !== 32)) p += quoted && buf[p] === 92 ? 2 : 1;
      let valueEnd = Math.min(p, to);
      if (quoted) p++;
      let at = 0;
      while (at < names.length && !sameBytes(buf, start, nameEnd, names[at]!)) at++;
      if (at === names.length || valueEnd === valueStart) continue;
      if (isDuration[at] && valueEnd - valueStart > 2 && buf[valueEnd - 1] === 115 && buf[valueEnd - 2] === 109)
        valueEnd -= 2;
      out[ids[at]! << 1] = valueStart;
      out[(ids[at]! << 1) + 1] = valueEnd;
    }
    if (out[0]! < 0) return refuse(buf, from, to, NO_TIME);
    for (let i = 0; i < needed.length; i++) if (out[needed[i]!]! < 0) return FIRST_NEED + i;
    return 0;
  };
  const fields: FieldName[] = ["time", ...keys.map(({ field }) => field)];
  return { fields, units, rejections, scan };
}

function isTime(buf: Uint8Array, from: number, to: number): boolean {
  if (to - from < 19 || to - from > 40 || buf[from + 4] !== 45 || buf[from + 10] !== 84) return false;
  for (let i = 0; i < 4; i++) if ((buf[from + i]! - 48) >>> 0 > 9) return false;
  return true;
}
