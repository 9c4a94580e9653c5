import type { ErrorEvent, Signature } from "@/core/events/error-event";
import type { MarkerEvent } from "@/core/events/marker-event";
import { ROWS_PER_MINUTE, type FailureMessage } from "./rollup";

/** Different upstreams and signatures told apart per chunk. */
const MAX_UPSTREAMS = 2048;
const TEXT_LENGTH = 4096;
/** Lines of one reload come within seconds; the same kind again in the same minute is the same marker. */
const SAME_MARKER_MS = 60_000;

/** Counts the error-log lines of one chunk and keeps a bounded number of them. */
export class FoldMessages {
  readonly messages: FailureMessage[] = [];
  readonly markers: MarkerEvent[] = [];
  /** Index 0 is "". */
  readonly signatures: string[] = [""];
  readonly upstreams: string[] = [""];
  parsed = 0;
  firstAtMs = Infinity;
  lastAtMs = -Infinity;
  readonly #signatureIndex = new Map([["", 0]]);
  readonly #upstreamIndex = new Map([["", 0]]);
  readonly #counts = new Map<string, [number, number, number, number]>();
  readonly #kept = new Map<number, number>();
  readonly #marking: ReadonlyMap<string, NonNullable<Signature["marker"]>>;

  /** `signatures`: what the reader's messages may mean; those with a marker become markers. */
  constructor(signatures: readonly Signature[] = []) {
    this.#marking = new Map(signatures.flatMap(({ id, marker }) => (marker ? [[id, marker]] : [])));
  }

  /** Counts the event that the line `text` gave; `line` is its number in the chunk. */
  add(event: ErrorEvent, text: string, line: number): void {
    this.parsed++;
    const { atMs } = event;
    if (atMs < this.firstAtMs) this.firstAtMs = atMs;
    if (atMs > this.lastAtMs) this.lastAtMs = atMs;
    this.#mark(event);
    const minute = Math.floor(atMs / 60_000);
    const signature = indexOf(event.signature ?? "", this.signatures, this.#signatureIndex, 1024);
    const upstream = indexOf(event.upstreamAddr ?? "", this.upstreams, this.#upstreamIndex, MAX_UPSTREAMS);
    const key = `${minute} ${signature} ${upstream}`;
    const count = this.#counts.get(key);
    if (count) count[3]++;
    else this.#counts.set(key, [minute, signature, upstream, 1]);

    const kept = this.#kept.get(minute) ?? 0;
    if (kept >= ROWS_PER_MINUTE) return;
    this.#kept.set(minute, kept + 1);
    const { level, message, phase, errno, clientIp, method, path, host, server, upstreamAddr } = event;
    this.messages.push({
      ...{ file: 0, line, atMs, level, signature: event.signature, phase, errno },
      ...{ clientIp, method, path, host, server, upstreamAddr },
      message: message.slice(0, TEXT_LENGTH),
      text: text.slice(0, TEXT_LENGTH),
    });
  }

  /** `minute, signature index, upstream index, count` quadruples over the fold's own lists. */
  rows(): Int32Array {
    return Int32Array.from([...this.#counts.values()].flat());
  }

  #mark({ signature, atMs }: ErrorEvent): void {
    const found = signature === null ? undefined : this.#marking.get(signature);
    if (!found) return;
    const same = this.markers.some(
      ({ text, atMs: other }) => text === found.text && Math.abs(atMs - other) < SAME_MARKER_MS,
    );
    if (!same) this.markers.push({ role: "marker", atMs, ...found });
  }
}

function indexOf(value: string, list: string[], index: Map<string, number>, limit: number): number {
  const known = index.get(value);
  if (known !== undefined) return known;
  if (list.length >= limit) return indexOf("(other)", list, index, Infinity);
  index.set(value, list.length);
  return list.push(value) - 1;
}
