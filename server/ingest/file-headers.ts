import { Buffer } from "node:buffer";
import { open, type FileHandle } from "node:fs/promises";
import { openFormat } from "@/core/formats/format-registry";
import type { AccessReader, HeaderState } from "@/core/formats/line-reader";
import { fileProblem } from "./file-problem";
import { headersOf, HeaderTrack, MAX_HEADER_BYTES } from "./header-track";
import { ScanProblem } from "./scan-pool";
import type { ScanFormat } from "./scan-protocol";

const LINE_FEED = 10;
const BLOCK_BYTES = 1 << 20;

/** Knows which headers are in force at any offset of a plain file; asked in ascending order. */
export class FileHeaders {
  readonly #path: string;
  readonly #headers: HeaderState;
  readonly #track: HeaderTrack;
  #file: FileHandle | null = null;
  #position = 0;

  private constructor(path: string, reader: AccessReader, headers: HeaderState) {
    this.#path = path;
    this.#headers = headers;
    this.#track = new HeaderTrack(reader, headers);
  }

  /** Null where lines of this format need no headers to be read. */
  static of(path: string, { choice, timezone }: ScanFormat): FileHeaders | null {
    const reader = openFormat(choice, { timezone });
    const found = "problem" in reader ? null : headersOf(reader);
    return found && new FileHeaders(path, found.reader, found.headers);
  }

  /** The headers among the lines that begin before `offset`, as `HeaderState.restore` takes them. */
  async before(offset: number): Promise<string | null> {
    try {
      while (this.#position < offset) {
        const bytes = await this.#read(offset - this.#position);
        if (bytes.length === 0) break;
        this.#feed(bytes);
      }
      while (this.#track.isOpen) {
        const bytes = await this.#read(MAX_HEADER_BYTES);
        if (bytes.length === 0) break;
        const lineEnd = bytes.indexOf(LINE_FEED);
        this.#feed(lineEnd < 0 ? bytes : bytes.subarray(0, lineEnd + 1));
      }
    } catch (error) {
      throw new ScanProblem(fileProblem(error, this.#path));
    }
    return this.#headers.current();
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = null;
  }

  #feed(bytes: Buffer): void {
    this.#track.feed(bytes);
    this.#position += bytes.length;
  }

  async #read(most: number): Promise<Buffer> {
    this.#file ??= await open(this.#path, "r");
    const buffer = Buffer.allocUnsafe(Math.min(most, BLOCK_BYTES));
    const { bytesRead } = await this.#file.read(buffer, 0, buffer.length, this.#position);
    return buffer.subarray(0, bytesRead);
  }
}
