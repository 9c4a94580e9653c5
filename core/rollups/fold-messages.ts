import type { ErrorEvent } from "@/core/events/error-event";
import type { MarkerEvent } from "@/core/events/marker-event";
import { ROWS_PER_MINUTE, type FailureMessage } from "./rollup";

/** Different upstreams and signatures told apart per chunk. */
const MAX_UPSTREAMS = 2048;
const TEXT_LENGTH = 4096;
/** Lines of one reload come within seconds; the same kind again in the same minute is the same marker. */
const SAME_MARKER_MS = 60_000;

/**
 * Lines by which nginx says that somebody did something to it. Reading the configuration anew and stopping are logged by the master;
 * the version banner comes once at start.
 * Source: https://nginx.org/en/docs/control.html, nginx/nginx:src/os/unix/ngx_process_cycle.c
 */
const MARKERS: { kind: MarkerEvent["kind"]; text: string; pattern: RegExp }[] = [
  {
    kind: "config-reload",
    text: "nginx reloaded its configuration",
    pattern: /\breconfiguring$|^signal 1 \(SIGHUP\) received/,
  },
  { kind: "restart", text: "nginx was told to stop", pattern: /^signal (?:15 \(SIGTERM\)|3 \(SIGQUIT\)) received/ },
  { kind: "restart", text: "nginx started", pattern: /^(?:nginx|openresty|tengine|angie|freenginx)\/\d+\.\d+/ },
];

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

  #mark({ message, atMs }: ErrorEvent): void {
    const found = MARKERS.find(({ pattern }) => pattern.test(message));
    if (!found) return;
    const same = this.markers.some(
      ({ text, atMs: other }) => text === found.text && Math.abs(atMs - other) < SAME_MARKER_MS,
    );
    if (!same) this.markers.push({ role: "marker", atMs, kind: found.kind, target: "nginx", text: found.text });
  }
}

function indexOf(value: string, list: string[], index: Map<string, number>, limit: number): number {
  const known = index.get(value);
  if (known !== undefined) return known;
  if (list.length >= limit) return indexOf("(other)", list, index, Infinity);
  index.set(value, list.length);
  return list.push(value) - 1;
}
