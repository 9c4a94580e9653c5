import { asciiBytes, decodeUtf8 } from "./read-bytes";
import { createPeel, detectWrappers, type WrapperId } from "./peel-line";

/** A line that detection looks at. */
export interface SampleLine {
  text: string;
  bytes: Uint8Array;
  /** UTC epoch milliseconds of the wrapper's time; null where none was taken off. */
  carriedMs: number | null;
}

/** Lines looked at: the first ones, and as many spread over the rest of the head, where traffic may look different. */
const SAMPLE_LINES = 200;

/** Lines of a file's head as they stand there. The last one is left out where the head may end inside it. */
export function sampleLines(text: string): SampleLine[] {
  const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
  if (lines.length > 1) lines.pop();
  const filled = lines.filter((line) => line.trim() !== "" && line.length < 65_536);
  const rest = filled.slice(SAMPLE_LINES);
  const step = Math.max(1, Math.floor(rest.length / SAMPLE_LINES));
  const spread = rest.filter((line, i) => i % step === 0 || isHeader(line)).slice(0, SAMPLE_LINES);
  const chosen = [...filled.slice(0, SAMPLE_LINES), ...spread];
  return chosen.map((line) => ({ text: line, bytes: asciiBytes(line), carriedMs: null }));
}

/** A line by which the file says how to read those after it; none of them may be left out. */
export function isHeader(line: string): boolean {
  return line.startsWith("#");
}

/** The same lines with what carried them taken off; null where they came without wrapper. */
export function unwrapSamples(
  lines: readonly SampleLine[],
  referenceMs: number | null,
): { wrappers: WrapperId[]; zone: string | null; lines: SampleLine[] } | null {
  const wrappers = detectWrappers(
    lines.map(({ bytes }) => ({ bytes: bytes.slice(), span: { from: 0, to: bytes.length, timeFrom: -1, timeTo: -1 } })),
  );
  const peel = createPeel(wrappers, () => 0, referenceMs);
  if (!peel) return null;
  let zone: string | null = null;
  const inner = lines.map(({ bytes }): SampleLine => {
    const copy = bytes.slice();
    const span = { from: 0, to: copy.length, timeFrom: -1, timeTo: -1 };
    peel.off(copy, span);
    const carriedMs = peel.carriedMs(copy, span);
    zone ??= peel.zone(copy, span);
    const own = copy.slice(span.from, span.to);
    return { text: decodeUtf8(own, 0, own.length), bytes: own, carriedMs };
  });
  // Collectors and container runtimes write UTC wherever they run; a syslog daemon writes its machine's own zone.
  return { wrappers, zone: wrappers.includes("syslog") ? zone : null, lines: inner };
}
