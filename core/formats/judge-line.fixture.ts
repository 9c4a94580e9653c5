import type { MadeBy } from "@/core/events/access-event";
import { FIELD_COUNT } from "@/core/events/field";
import type { AccessReader } from "./line-reader";

/** Who made the line's status, as a fold would ask for it; undefined where the reader does not judge. */
export function judgeLine(reader: AccessReader, line: Uint8Array): MadeBy | undefined {
  const out = new Int32Array(2 * FIELD_COUNT).fill(-1);
  const code = reader.scan(line, 0, line.length, out);
  if (code !== 0) throw new Error(reader.rejections[code]);
  return reader.judge?.(line, out);
}
