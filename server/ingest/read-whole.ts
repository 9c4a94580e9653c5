import type { Head } from "./read-head";
import { openBytes } from "./open-bytes";

/** Configs and lists of markers are read whole up to this size; the largest generated nginx.conf seen in the wild has a few MB. */
const MAX_BYTES = 16 << 20;

/** A config or marker file as text, unpacked but not framed, cut at 16 MiB; "" when it cannot be read. */
export async function readWhole(path: string, head: Head): Promise<string> {
  const source = openBytes(path, { compression: head.compression, framing: null });
  const blocks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const block of source.blocks) {
      blocks.push(block);
      length += block.length;
      if (length >= MAX_BYTES) break;
    }
  } catch {
    return "";
  } finally {
    source.close();
  }
  return new TextDecoder().decode(Buffer.concat(blocks).subarray(0, MAX_BYTES));
}
