import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Head } from "./read-head";

/** Configs and lists of markers are read whole up to this size; the largest generated nginx.conf seen in the wild has a few MB. */
const MAX_BYTES = 16 << 20;

/** A config or marker file as text, cut at 16 MiB; "" when it cannot be read. */
export function readWhole(path: string, head: Head): string {
  try {
    const raw = head.sizeBytes > MAX_BYTES ? head.bytes : readFileSync(path);
    const bytes = head.compression === "gzip" ? gunzipSync(raw, { maxOutputLength: MAX_BYTES }) : raw;
    return new TextDecoder().decode(bytes);
  } catch {
    return "";
  }
}
