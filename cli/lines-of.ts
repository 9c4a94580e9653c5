import { MAX_LINE_BYTES } from "@/core/formats/line-reader";

/** A line without its line end, `buffer[from, to)`. Of one that is too long only the first bytes are there. */
export interface Line {
  buffer: Uint8Array;
  from: number;
  to: number;
  tooLong: boolean;
}

/** Cuts a stream of bytes into lines, a block's worth at a time; holds one block and at most one unfinished line of 1 MiB. */
export async function* linesOf(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<Line[]> {
  let rest: Buffer = Buffer.alloc(0);
  let dropping = false;
  for await (const block of blocks) {
    const buffer =
      rest.length > 0 ? Buffer.concat([rest, block]) : Buffer.from(block.buffer, block.byteOffset, block.length);
    const lines: Line[] = [];
    let from = 0;
    for (let end = buffer.indexOf(10); end >= 0; end = buffer.indexOf(10, from)) {
      const tooLong = dropping || end - from > MAX_LINE_BYTES;
      lines.push({ buffer, from, to: withoutReturn(buffer, from, end), tooLong });
      dropping = false;
      from = end + 1;
    }
    rest = buffer.subarray(from);
    if (rest.length > MAX_LINE_BYTES) {
      dropping = true;
      rest = rest.subarray(0, 0);
    } else rest = Buffer.from(rest);
    yield lines;
  }
  if (rest.length > 0 || dropping) {
    yield [{ buffer: rest, from: 0, to: withoutReturn(rest, 0, rest.length), tooLong: dropping }];
  }
}

function withoutReturn(buffer: Buffer, from: number, to: number): number {
  return to > from && buffer[to - 1] === 13 ? to - 1 : to;
}
