import { performance } from "node:perf_hooks";
import { detectFile } from "@/core/formats/detect";
import { FORMATS, openFormat, plainChoice } from "@/core/formats/format-registry";
import type { FormatDefinition } from "@/core/formats/format-definition";
import { ChunkScan } from "@/server/ingest/scan-chunk";

/** How fast one format is read, scanned and folded, on one thread. */
export interface FormatSpeed {
  id: string;
  kind: FormatDefinition["kind"];
  /** Bytes of a line, on average. */
  lineBytes: number;
  linesPerSecond: number;
  bytesPerSecond: number;
}

const BYTES = 8 << 20;
const ROUNDS = 5;

/** Measures every access format on lines made from its own sample, each with another client, path and second. */
export function measureFormats(): FormatSpeed[] {
  return FORMATS.filter(({ role }) => role === "access").map(measureFormat);
}

function measureFormat(format: FormatDefinition): FormatSpeed {
  const sample = format.samples.find(({ event }) => "path" in event && event.path) ?? format.samples[0];
  if (!sample) throw new Error(`${format.id} has no sample`);
  const options = { timezone: null, referenceMs: Date.now() };
  const lines: string[] = [];
  for (let n = 0, bytes = 0; bytes < BYTES; bytes += lines.at(-1)!.length + 1) lines.push(varied(sample, n++));
  const text = Buffer.from(`${lines.join("\n")}\n`);
  // As an import would read it: the keys of a JSON log are worked out from its lines.
  const detected = detectFile(text.subarray(0, 32 << 10), "access.log", [], options).choice;
  const choice = detected?.id === format.id ? detected : { ...plainChoice(format.id), ...sample.choice };
  const reader = openFormat(choice, options);
  if ("problem" in reader) throw new Error(reader.problem);
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const startedMs = performance.now();
    // A peel may rewrite the buffer.
    const scan = new ChunkScan(Buffer.from(text), reader, 0, text.length);
    scan.consume(text.length, true);
    const { parsed } = scan.finish();
    if (parsed !== lines.length) throw new Error(`${format.id}: ${parsed} of ${lines.length} lines were read`);
    best = Math.min(best, performance.now() - startedMs);
  }
  return {
    ...{ id: format.id, kind: format.kind, lineBytes: text.length / lines.length },
    ...{ linesPerSecond: (lines.length / best) * 1000, bytesPerSecond: (text.length / best) * 1000 },
  };
}

/** The sample with another client and another object asked for, as the next line of a log would have; like most, it succeeded. */
function varied({ line, event }: FormatDefinition["samples"][number], n: number): string {
  const client = "clientIp" in event ? event.clientIp : null;
  const path = "path" in event ? event.path : null;
  let text = line.replace(/\b5(?:0[234]|2\d)\b/g, "200");
  if (client && /^\d+\.\d+\.\d+\.\d+$/.test(client)) text = text.replace(client, `10.${(n >> 8) & 31}.${n & 255}.7`);
  if (path && text.includes(path)) text = text.replace(path, () => path.replace(/\d+|$/, String(n % 5000)));
  return text;
}
