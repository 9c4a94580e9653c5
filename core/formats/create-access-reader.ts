import { Field, FIELD_COUNT } from "@/core/events/field";
import { buildAccessEvent } from "./build-access-event";
import type { CompiledTemplate } from "./compile-template";
import {
  MAX_LINE_BYTES,
  SCAN_BLANK,
  type AccessReader,
  type Escape,
  type MessageReader,
  type OpenOptions,
  type Problem,
} from "./line-reader";
import { createTimeReader } from "./read-time";
import { unescapeValue } from "./unescape-value";
import { zoneOffset } from "./zone-offset";

/** What an access format consists of once its template is compiled. */
export interface ReaderParts {
  format: string;
  template: string | null;
  escape: Escape;
  compiled: CompiledTemplate;
  messages: MessageReader | null;
}

/** Puts a scanner, a clock and an unescaper together. */
export function createAccessReader(parts: ReaderParts, options: OpenOptions): AccessReader | Problem {
  const zone = zoneOffset(options.timezone);
  if (typeof zone !== "function") return zone;
  const { timeAt, zoneAt } = createTimeReader(zone);
  const { format, escape, compiled } = parts;
  const { scan, rejections } = compiled;
  const decode = (buf: Uint8Array, from: number, to: number) => unescapeValue(buf, from, to, escape);
  const out = new Int32Array(2 * FIELD_COUNT).fill(-1);
  const source = { format, timeAt, decode };

  return {
    role: "access",
    format,
    template: parts.template,
    fields: compiled.fields,
    rejections,
    scan,
    timeAt,
    zoneAt,
    decode,
    messages: parts.messages,
    event: (buf, from, to) => {
      if (to - from > MAX_LINE_BYTES) return { rejected: "longer than 1 MiB" };
      const code = scan(buf, from, to, out);
      if (code === SCAN_BLANK) return { skipped: "empty line" };
      if (code !== 0) return { rejected: rejections[code] ?? "does not fit the format" };
      const event = buildAccessEvent(source, buf, out);
      return (
        event ?? {
          rejected: `“${decode(buf, out[Field.time * 2] ?? 0, out[Field.time * 2 + 1] ?? 0).slice(0, 40)}” is no time`,
        }
      );
    },
  };
}
