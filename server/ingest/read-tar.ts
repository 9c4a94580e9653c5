import { Buffer } from "node:buffer";
import { isTarHeader } from "./tell-packing";

/** What a tar archive cannot be read for. */
export class TarProblem extends Error {
  readonly fault: "cut-off" | "damaged";

  constructor(fault: "cut-off" | "damaged") {
    super(fault);
    this.fault = fault;
  }
}

export interface TarEntry {
  /** As written in the archive: no path to be trusted. */
  name: string;
  kind: "file" | "folder" | "link" | "sparse" | "note";
  /** To be read before the next entry is asked for, or not at all. */
  body: AsyncIterable<Uint8Array>;
}

const BLOCK = 512;
/** Names and attributes are read into memory up to this size. */
const MOST_META_BYTES = 1 << 20;
const KINDS: Record<string, TarEntry["kind"]> = {
  ...{ "0": "file", "\0": "file", "7": "file", "5": "folder", S: "sparse" },
  ...{ "1": "link", "2": "link", "3": "link", "4": "link", "6": "link" },
};

/**
 * The entries of a tar archive, https://www.gnu.org/software/tar/manual/html_node/Standard.html, in POSIX's and GNU's dialects. What a cut-off
 * archive still holds of its last file is handed out before the `TarProblem`.
 */
export async function* readTar(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const input = new Input(blocks);
  let longName: string | null = null;
  let longSize: number | null = null;
  for (;;) {
    const header = await input.take(BLOCK);
    if (header.every((byte) => byte === 0)) return;
    if (!isTarHeader(header)) throw new TarProblem("damaged");
    const type = header.toString("latin1", 156, 157);
    const size = longSize ?? numberIn(header, 124, 136);
    const padding = (BLOCK - (size % BLOCK)) % BLOCK;
    if (type === "L" || type === "x") {
      if (size > MOST_META_BYTES) throw new TarProblem("damaged");
      const meta = await input.take(size + padding);
      if (type === "L") longName = textIn(meta, 0, size);
      else {
        const attributes = readAttributes(meta.subarray(0, size));
        longName = attributes.get("path") ?? longName;
        longSize = wholeNumber(attributes.get("size"));
      }
      continue;
    }
    const name = longName ?? nameIn(header);
    const kind = KINDS[type] ?? "note";
    input.begin(size);
    yield { name, kind: kind === "file" && name.endsWith("/") ? "folder" : kind, body: input.body() };
    for await (const rest of input.body()) void rest;
    await input.take(padding);
    longName = null;
    longSize = null;
  }
}

function nameIn(header: Buffer): string {
  const name = textIn(header, 0, 100);
  // GNU writes `ustar  ` and has other things where POSIX has the beginning of a long name.
  const prefix = header.toString("latin1", 257, 263) === "ustar\0" ? textIn(header, 345, 500) : "";
  return prefix === "" ? name : `${prefix}/${name}`;
}

function textIn(bytes: Buffer, from: number, to: number): string {
  const end = bytes.indexOf(0, from);
  return bytes.toString("utf8", from, end < 0 || end > to ? to : end);
}

/** Octal digits, or, with the highest bit set, the bytes of the number itself. */
function numberIn(header: Buffer, from: number, to: number): number {
  const field = header.subarray(from, to);
  const value =
    (field[0]! & 0x80) === 0
      ? Number.parseInt(field.toString("latin1").replaceAll("\0", " ").trim() || "0", 8)
      : field.subarray(1).reduce((sum, byte) => sum * 256 + byte, field[0]! & 0x7f);
  if (!Number.isSafeInteger(value) || value < 0) throw new TarProblem("damaged");
  return value;
}

function wholeNumber(text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(value)) throw new TarProblem("damaged");
  return value;
}

/** `21 path=nginx/access.log` and a line feed, any number of them. */
function readAttributes(meta: Buffer): Map<string, string> {
  const attributes = new Map<string, string>();
  for (let at = 0; at < meta.length;) {
    const space = meta.indexOf(32, at);
    const length = space < 0 ? NaN : Number(meta.toString("latin1", at, space));
    if (!Number.isInteger(length) || length <= space - at || at + length > meta.length) break;
    const record = meta.toString("utf8", space + 1, at + length - 1);
    const equals = record.indexOf("=");
    if (equals > 0) attributes.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return attributes;
}

class Input {
  readonly #iterator: AsyncIterator<Uint8Array>;
  #held: Uint8Array = new Uint8Array(0);
  /** Bytes of the body that were not handed out yet. */
  #left = 0;

  constructor(blocks: AsyncIterable<Uint8Array>) {
    this.#iterator = blocks[Symbol.asyncIterator]();
  }

  async take(length: number): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    for (let missing = length; missing > 0;) {
      const part = await this.#next(missing);
      parts.push(part);
      missing -= part.length;
    }
    return Buffer.concat(parts);
  }

  begin(length: number): void {
    this.#left = length;
  }

  async *body(): AsyncGenerator<Uint8Array> {
    while (this.#left > 0) {
      const part = await this.#next(this.#left);
      this.#left -= part.length;
      yield part;
    }
  }

  /** At least one byte and at most `most`. */
  async #next(most: number): Promise<Uint8Array> {
    while (this.#held.length === 0) {
      const { done, value } = await this.#iterator.next();
      if (done) throw new TarProblem("cut-off");
      this.#held = value;
    }
    const part = this.#held.subarray(0, most);
    this.#held = this.#held.subarray(part.length);
    return part;
  }
}
