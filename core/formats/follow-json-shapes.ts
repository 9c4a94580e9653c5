import type { ScanLine } from "@/core/events/field";
import { keyLookup } from "./find-json-key";
import { generateJsonScanner, type JsonScanPlan } from "./generate-json-scanner";
import { shapeOf } from "./json-shape";
import type { PlannedKey } from "./plan-json";

/** Lines read before a shape is learned: a short file is read by the time a scanner for it is compiled. */
const LEARN_AFTER = 16;
/** Shapes at a time: products leave keys out where no upstream was asked, or none answered. */
const MOST_SHAPES = 4;
/** Lines after which the shapes are judged, by whether they fitted half of them. */
const JUDGED_AFTER = 4096;
/** Sets of shapes before a log counts as one without any: each shape costs a compilation. */
const MOST_SETS = 4;

/**
 * A scanner that reads the lines of shapes it has met by code made for them, and leaves the others to `scanAny`. Both answer alike, so
 * that what a line says does not depend on the lines before it.
 */
export function followShapes(
  scanAny: ScanLine,
  { levels, ...plan }: JsonScanPlan & { levels: readonly PlannedKey[][] },
): ScanLine {
  const find = keyLookup(levels);
  let shapes: ScanLine[] = [];
  let latest: ScanLine | null = null;
  let untilLearning = LEARN_AFTER;
  let untilJudged = JUDGED_AFTER;
  let others = 0;
  let sets = 1;

  const learn = (buf: Uint8Array, from: number, to: number) => {
    const shape = shapeOf(buf, from, to > from && buf[to - 1] === 13 ? to - 1 : to, find);
    const scanner = shape && generateJsonScanner(shape, plan);
    untilLearning = scanner ? LEARN_AFTER : JUDGED_AFTER;
    if (scanner) shapes.push(scanner);
    latest ??= scanner;
  };
  const judge = () => {
    if (others * 2 > JUDGED_AFTER) {
      shapes = [];
      latest = null;
      sets++;
    }
    others = 0;
    untilJudged = JUDGED_AFTER;
  };

  return (buf, from, to, out) => {
    if (latest !== null) {
      if (--untilJudged < 0) judge();
      if (latest !== null && latest(buf, from, to, out) === 0) return 0;
      for (let i = 0; i < shapes.length; i++) {
        const shape = shapes[i]!;
        if (shape === latest || shape(buf, from, to, out) !== 0) continue;
        latest = shape;
        return 0;
      }
      others++;
    }
    const code = scanAny(buf, from, to, out);
    if (code === 0 && sets <= MOST_SETS && shapes.length < MOST_SHAPES && --untilLearning < 0) learn(buf, from, to);
    return code;
  };
}
