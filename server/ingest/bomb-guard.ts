import type { Compression } from "@/core/contract/compression";

/** Beyond this much output the ratio is judged: the head of a small file may well be very even. */
const AFTER_BYTES = 64 << 20;
/**
 * Access logs shrink 10 to 30 times. The dullest ones, of nothing but health checks, were measured: 87 times with gzip (deflate, which zip uses too, can
 * do 1,032), 134 with zstd, 95 with bzip2, 247 with xz, all three of which can do many thousand.
 */
const MOST: Record<Compression | "zip", number> = { gzip: 250, zip: 250, zstd: 1000, bzip2: 1000, xz: 1000 };

/** Why unpacking must stop, once `unpacked` bytes came out of `read`; null while that is what a log may do. */
export function bombProblem(packing: Compression | "zip", unpacked: number, read: number): string | null {
  const ratio = unpacked / Math.max(1, read);
  if (unpacked <= AFTER_BYTES || ratio <= MOST[packing]) return null;
  return (
    `Reading stopped after ${Math.round(unpacked / (1 << 20))} MiB: the file unpacks to ${Math.round(ratio)} times its size, which no log does. ` +
    "If it really is one, unpack it yourself and give the plain file."
  );
}
