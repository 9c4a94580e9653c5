/** What of an address is kept: `authority` a URL's `host:port`, `address` a client's without its port. */
export type AddressTrim = "authority" | "address";

/**
 * Narrows the range at `out[at]`, which holds a URL or an address: `http://10.0.0.7:8080/x` and `tcp://10.0.0.7:8080` become
 * `10.0.0.7:8080`. A path of a socket stays; a lone slash, which Traefik writes where it asked nobody, is unset.
 */
export function trimAuthority(buf: Uint8Array, out: Int32Array, at: number): void {
  let from = out[at]!;
  const to = out[at + 1]!;
  if (from < 0) return;
  const start = authorityStart(buf, from, to);
  if (start > from) {
    from = start;
    let end = from;
    while (end < to && buf[end] !== 47 && buf[end] !== 63) end++;
    out[at] = end > from ? from : -1;
    out[at + 1] = end;
  } else if (to - from === 1 && buf[from] === 47) out[at] = -1;
}

/** Narrows the range at `out[at]` to the first address in it, without port and brackets. */
export function trimAddress(buf: Uint8Array, out: Int32Array, at: number): void {
  const from = out[at]!;
  const to = out[at + 1]!;
  if (from < 0) return;
  if (buf[from] === 91) {
    let end = from + 1;
    while (end < to && buf[end] !== 93) end++;
    out[at] = from + 1;
    out[at + 1] = end;
    return;
  }
  let colon = -1;
  let colons = 0;
  let end = from;
  for (; end < to && buf[end] !== 44; end++) {
    if (buf[end] !== 58) continue;
    colon = end;
    colons++;
  }
  // More than one colon: IPv6 without a port.
  out[at + 1] = colons === 1 && colon > from ? colon : end;
}

/** Sets the range at `host` to the authority of the absolute URL `[from, to)`; leaves it where that is none. */
export function hostOfUrl(buf: Uint8Array, from: number, to: number, out: Int32Array, host: number): void {
  const start = authorityStart(buf, from, to);
  if (start === from) return;
  let end = start;
  while (end < to && buf[end] !== 47 && buf[end] !== 63) end++;
  if (end === start) return;
  out[host] = start;
  out[host + 1] = end;
}

/** The position after `scheme://`; `from` where no scheme is. */
function authorityStart(buf: Uint8Array, from: number, to: number): number {
  let p = from;
  while (p < to && p - from < 12 && (((buf[p]! | 32) - 97) >>> 0 < 26 || (buf[p]! - 48) >>> 0 < 10)) p++;
  return p > from && p + 2 < to && buf[p] === 58 && buf[p + 1] === 47 && buf[p + 2] === 47 ? p + 3 : from;
}
