import { Field } from "@/core/events/field";
import { lastDurationMs } from "./attempt-table";
import { isSampled, packDuration, SAMPLE_PATH, SAMPLE_WIDTH, type RequestSample } from "./request-sample";

/**
 * Requests kept per chunk: 4,096 of the 75,000 lines in 16 MiB are one in 32 or 16, which costs the fold about one per cent and the
 * database 115 KB; a chunk with fewer lines is kept whole.
 */
const MOST = 4096;
/** A path with this part of the sample is left out, or it would leave no room for others. */
const BUSY_SHARE = 1 / 8;

const REQUEST_ID = 2 * Field.requestId;
const REQUEST_TIME = 2 * Field.requestTime;

/** Collects the sample of one chunk. Whenever it is full, half of the paths leave it; see `RequestSample`. */
export class SampleWriter {
  /** See `RequestSample`; a line whose path has one of these bits need not be offered. */
  mask = 0;
  readonly #busy = new Set<number>();
  readonly #rows = new Int32Array(MOST * SAMPLE_WIDTH);
  #size = 0;
  readonly #buf: Uint8Array;
  readonly #unitMs: Float64Array;

  /** `buf` holds the lines; `unitMs` as in `RowReader`. */
  constructor(buf: Uint8Array, unitMs: Float64Array) {
    this.#buf = buf;
    this.#unitMs = unitMs;
  }

  /** Offers the line whose fields a scanner put into `out`; its hashes as in `SAMPLE_COLUMNS`. */
  add(atMs: number, status: number, out: Int32Array, path: number, host: number, client: number, method: number): void {
    if (path === 0 || !isSampled(path, this.mask, this.#busy)) return;
    if (this.#size === this.#rows.length) {
      this.#thin();
      if (!isSampled(path, this.mask, this.#busy)) return;
    }
    const rows = this.#rows;
    const at = this.#size;
    const minute = Math.floor(atMs / 60_000);
    const timeFrom = out[REQUEST_TIME]!;
    const units = timeFrom < 0 ? -1 : lastDurationMs(this.#buf, timeFrom, out[REQUEST_TIME + 1]!);
    rows[at] = minute;
    rows[at + 1] = status * 60_000 + Math.floor(atMs - minute * 60_000);
    // `lastDurationMs` takes the number for seconds.
    rows[at + 2] = packDuration(method, (units * this.#unitMs[Field.requestTime]!) / 1000);
    rows[at + 3] = path;
    rows[at + 4] = host;
    rows[at + 5] = client;
    rows[at + 6] = hashRange(this.#buf, out[REQUEST_ID]!, out[REQUEST_ID + 1]!);
    this.#size = at + SAMPLE_WIDTH;
  }

  finish(): RequestSample {
    return { mask: this.mask, busy: [...this.#busy], rows: this.#rows.slice(0, this.#size) };
  }

  /** Lets half of the paths go, and those that are too busy where that does not help. */
  #thin(): void {
    do {
      this.mask = (this.mask << 1) | 1;
      this.#keepSampled();
      if (this.#size > 0.75 * this.#rows.length) {
        this.#findBusy();
        this.#keepSampled();
      }
    } while (this.#size > 0.75 * this.#rows.length);
  }

  #findBusy(): void {
    const counts = new Map<number, number>();
    for (let at = SAMPLE_PATH; at < this.#size; at += SAMPLE_WIDTH) {
      const path = this.#rows[at]!;
      counts.set(path, (counts.get(path) ?? 0) + 1);
    }
    for (const [path, count] of counts) if (count > BUSY_SHARE * MOST) this.#busy.add(path);
  }

  #keepSampled(): void {
    const rows = this.#rows;
    let size = 0;
    for (let at = 0; at < this.#size; at += SAMPLE_WIDTH) {
      if (!isSampled(rows[at + SAMPLE_PATH]!, this.mask, this.#busy)) continue;
      rows.copyWithin(size, at, at + SAMPLE_WIDTH);
      size += SAMPLE_WIDTH;
    }
    this.#size = size;
  }
}

/** A hash of the bytes (FNV-1a); 0 for none and for `-`. */
function hashRange(buf: Uint8Array, from: number, to: number): number {
  if (from < 0 || to <= from || (to - from === 1 && buf[from] === 0x2d)) return 0;
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ buf[at]!, 0x01000193);
  return hash | 0;
}
