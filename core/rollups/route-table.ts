import { InternTable, NUMBER_BITS, TAG_BITS } from "./intern-table";
import { MAX_ROUTE_BYTES, originLength, pathEnd, writeRoute } from "./route-hash";

/** Turns raw bytes into a string, undoing the log's escapes. */
interface Decoder {
  decode: (buf: Uint8Array, from: number, to: number) => string;
}

const DASH = 0x2d;
const QUESTION_MARK = 0x3f;
const LETTER_H = 0x68;

/** Paths whose route is remembered, one per place: 256 KB, which still fit a processor's second cache. A power of two. */
const REMEMBERED = 32_768;
/** Routes told apart per chunk. Beyond them is "(other)". */
const MAX_ROUTES = 4096;

/**
 * Numbers for routes. The route of a path seen lately costs one look into a cache in which each path has one place and a newcomer
 * takes it over; only what is not there is taken apart into segments.
 */
export class RouteTable {
  /** Hash of the path given last, without its query. */
  pathHashA = 0;
  pathHashB = 0;
  readonly routes = new InternTable(MAX_ROUTES);
  /** One hash of the path; then fifteen bits of the other above seventeen bits of the route's number. As in `InternTable`. */
  readonly #remembered = new Int32Array(2 * REMEMBERED);
  /** Bytes of the routes, one after the other. */
  #bytes = new Uint8Array(1 << 14);
  #view = new DataView(this.#bytes.buffer);
  #used = 0;
  readonly #names = new Map<number, string>();

  /** Number of the route of the target `[from, to)`; 0 where the line has none. */
  add(view: DataView, buf: Uint8Array, from: number, to: number): number {
    if (from < 0 || from >= to || (to - from === 1 && buf[from] === DASH)) {
      this.pathHashA = this.pathHashB = 0;
      return 0;
    }
    // A load balancer logs `http://host/path`, its origin the path alone: one hash for both.
    if (buf[from] === LETTER_H) from += originLength(buf, from, to);
    // Hashes up to the query, eight bytes at a time until one of them is its question mark; see InternTable.add.
    let a = 0x2545f491;
    let b = 0x1b873593;
    let at = from;
    for (; at + 8 <= to; at += 8) {
      const one = view.getInt32(at, true);
      const two = view.getInt32(at + 4, true);
      if ((questionMarks(one) | questionMarks(two)) !== 0) break;
      a = Math.imul(a ^ one, 0x9e3779b1);
      b = Math.imul(b ^ two, 0x85ebca6b);
      a ^= b >>> 15;
      b ^= a >>> 13;
    }
    for (; at < to && buf[at] !== QUESTION_MARK; at++) a = Math.imul(a ^ buf[at]!, 0x9e3779b1);
    a ^= at - from;
    b = Math.imul(b ^ (a >>> 13) ^ a, 0xc2b2ae35);
    b ^= b >>> 15;
    this.pathHashA = a;
    this.pathHashB = b;
    const place = 2 * (b & (REMEMBERED - 1));
    const held = this.#remembered[place + 1]!;
    if (this.#remembered[place] === b && (held & TAG_BITS) === (a & TAG_BITS) && held !== 0) return held & NUMBER_BITS;
    const route = this.#learn(buf, from, pathEnd(buf, from, at));
    this.#remembered[place] = b;
    this.#remembered[place + 1] = (a & TAG_BITS) | route;
    return route;
  }

  /** The route as a string. */
  name(route: number, decoder: Decoder): string {
    if (route === 0) return "";
    let name = this.#names.get(route);
    if (name === undefined) {
      name =
        route === this.routes.other
          ? "(other)"
          : decoder.decode(this.#bytes, this.routes.starts[route]!, this.routes.ends[route]!);
      this.#names.set(route, name);
    }
    return name;
  }

  #learn(buf: Uint8Array, from: number, to: number): number {
    if (this.#used + MAX_ROUTE_BYTES > this.#bytes.length) this.#growBytes();
    const end = writeRoute(buf, from, to, this.#bytes, this.#used);
    const before = this.routes.size;
    const route = this.routes.add(this.#view, this.#used, end);
    if (this.routes.size > before) this.#used = end;
    return route;
  }

  #growBytes(): void {
    const larger = new Uint8Array(this.#bytes.length * 2);
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

/** Not 0 when one of the four bytes is a question mark: the usual test for a zero byte, of the word less four of them. */
function questionMarks(word: number): number {
  const marks = word ^ 0x3f3f3f3f;
  return (marks - 0x01010101) & ~marks & 0x80808080;
}
