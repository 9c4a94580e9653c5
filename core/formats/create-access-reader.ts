import type { AccessEvent, MadeBy } from "@/core/events/access-event";
import { Field, FIELD_COUNT, type FieldName } from "@/core/events/field";
import { buildAccessEvent } from "./build-access-event";
import type { CompiledTemplate } from "./compile-template";
import { MAX_LINE_BYTES, type AccessReader, type Escape, type OpenOptions, type Problem } from "./line-reader";
import { reasonMatcher, type ReasonRule } from "./match-reason";
import { createTimeReader, type TimeReader } from "./read-time";
import { ScannedLine } from "./scanned-line";
import { SCAN_BLANK, SCAN_COMMENT } from "./scan-reasons";
import { unescapeValue } from "./unescape-value";
import { zoneOffset } from "./zone-offset";

/** What the bytes of a field alone do not say, because only this product means it so. */
export interface AccessMeaning {
  /** Completes an event from its line's raw fields; `text` gives a field unescaped, null where the line has none. */
  refine?: (event: AccessEvent, text: (field: FieldName) => string | null) => AccessEvent;
  /** See `AccessReader.judge`; the values are as logged, before `refine`. Left out where the upstream's fields tell. */
  judge?: (line: ScannedLine) => MadeBy;
  /** How the product writes down why a request failed, the specific before the general. */
  reasons?: readonly ReasonRule[];
}

/** What an access format consists of once its format string or its keys are compiled. */
export interface ReaderParts {
  format: string;
  template: string | null;
  escape: Escape;
  compiled: CompiledTemplate;
  meaning?: AccessMeaning;
  /** For times that are not written in the zone asked for, or not in one piece; left out: any notation of `read-time.ts`. */
  clock?: TimeReader;
  /** For products that escape each field in a way of its own; left out: as `escape` says. */
  decode?: AccessReader["decode"];
}

/** Puts a scanner, a clock and an unescaper together. */
export function createAccessReader(parts: ReaderParts, options: OpenOptions): AccessReader | Problem {
  const zone = zoneOffset(options.timezone);
  if (typeof zone !== "function") return zone;
  const { timeAt, zoneAt } = parts.clock ?? createTimeReader(zone, options.referenceMs);
  const { format, escape, compiled, meaning = {} } = parts;
  const { scan, rejections } = compiled;
  const { refine, judge, reasons = [] } = meaning;
  const unescape: AccessReader["decode"] = (buf, from, to) => unescapeValue(buf, from, to, escape);
  const decode = parts.decode ?? unescape;
  const out = new Int32Array(2 * FIELD_COUNT).fill(-1);
  const unitMs = compiled.unitMs ?? new Float64Array(FIELD_COUNT).fill(1000);
  if (!compiled.unitMs) for (const name of compiled.fields) unitMs[Field[name]] = compiled.units[name] ?? 1000;
  const source = { format, timeAt, decode, unitMs };
  const scanned = new ScannedLine(source);

  return {
    role: "access",
    format,
    template: parts.template,
    fields: compiled.fields,
    unitMs,
    rejections,
    scan,
    timeAt,
    zoneAt,
    decode,
    judge: judge ? (buf, out) => judge(scanned.at(buf, out)) : null,
    reasonOf: reasonMatcher(reasons),
    signatures: reasons,
    messages: null,
    peel: null,
    headers: null,
    event: (buf, from, to) => {
      if (to - from > MAX_LINE_BYTES) return { rejected: "longer than 1 MiB" };
      const code = scan(buf, from, to, out);
      if (code === SCAN_BLANK || code === SCAN_COMMENT) return { skipped: rejections[code] ?? "" };
      if (code !== 0) return { rejected: rejections[code] ?? "does not fit the format" };
      const event = buildAccessEvent(source, buf, out);
      if (!event) {
        const time = decode(buf, out[Field.time * 2] ?? 0, out[Field.time * 2 + 1] ?? 0);
        return { rejected: `“${time.slice(0, 40)}” is no time` };
      }
      return refine ? refine(event, (name) => scanned.at(buf, out).raw(name)) : event;
    },
  };
}
