import { Field, FIELD_COUNT } from "@/core/events/field";
import type { LineReader } from "./line-reader";
import type { SampleLine } from "./sample-lines";
import { SCAN_BLANK, SCAN_COMMENT, SCAN_REASONS } from "./scan-reasons";

/** How a reader fares on sampled lines. */
export interface Fit {
  /**
   * Lines that give an event, error-log lines among access lines included, over all lines that are not skipped; 0…1. Of a file that has
   * nothing but lines which the format knows and skips, such as headers, it is 1.
   */
  share: number;
  /** Lines that give an event of the format itself. */
  own: number;
  /** Offset written in the first time read; null where none is. */
  zone: string | null;
  /** UTC epoch milliseconds of the last event; null without one. */
  lastAtMs: number | null;
  /** Numbers of the lines that it does not read. */
  refused: number[];
}

/** An access format must read this share of the lines by itself before error-log lines among them count for it. */
const OWN_SHARE = 0.02;

/** Reads each line and counts; what a `sparse` format skips counts as not read. */
export function measureShare(reader: LineReader, lines: readonly SampleLine[], sparse = false): Fit {
  let own = 0;
  let messages = 0;
  let counted = 0;
  let skipped = 0;
  let zone: string | null = null;
  let lastAtMs: number | null = null;
  const refused: number[] = [];
  const out = new Int32Array(2 * FIELD_COUNT).fill(-1);
  if (reader.role === "access") reader.headers?.restore(null);
  lines.forEach(({ text, bytes, carriedMs }, index) => {
    const event = reader.role === "access" ? reader.event(bytes, 0, bytes.length) : reader.event(text, carriedMs);
    if ("skipped" in event && !sparse) {
      if (event.skipped !== SCAN_REASONS[SCAN_BLANK]) skipped++;
      return;
    }
    counted++;
    if ("role" in event) {
      own++;
      lastAtMs = event.atMs;
    }
    if (reader.role !== "access") {
      if (!("role" in event)) refused.push(index);
      return;
    }
    const code = reader.scan(bytes, 0, bytes.length, out);
    if (code > SCAN_COMMENT && reader.messages && "role" in reader.messages.event(text, carriedMs)) messages++;
    else if (!("role" in event)) refused.push(index);
    if (code === 0 && zone === null)
      zone = reader.zoneAt(bytes, out[Field.time * 2] ?? 0, out[Field.time * 2 + 1] ?? 0);
  });
  const read = own > counted * OWN_SHARE ? own + messages : own;
  const onlySkipped = skipped > 0 ? 1 : 0;
  return { share: counted === 0 ? onlySkipped : read / counted, own, zone, lastAtMs, refused };
}
