import { Field } from "@/core/events/field";

/**
 * Splits a request line, `buf[from, to)`, into method, target and protocol and writes their ranges to `out`. The target may contain
 * spaces. What does not begin with a method and a space (`-`, nothing, bytes of a TLS handshake, a bare word) leaves all three unset.
 */
export function splitRequest(buf: Uint8Array, from: number, to: number, out: Int32Array): void {
  let p = from;
  for (; p < to; p++) {
    const c = buf[p]!;
    // nginx takes A–Z, _ and - as method characters.
    if (!(((c | 32) - 97) >>> 0 < 26 || c === 95 || c === 45)) break;
  }
  if (p === from || p >= to || buf[p] !== 32 || (p === from + 1 && buf[from] === 45)) return;
  out[Field.method << 1] = from;
  out[(Field.method << 1) + 1] = p;
  const start = p + 1;
  let end = to;
  while (end > start && buf[end - 1] === 32) end--;
  // The protocol is the last word when it reads HTTP/…
  let q = end;
  while (q > start && buf[q - 1] !== 32) q--;
  if (
    end - q >= 6 &&
    buf[q] === 72 &&
    buf[q + 1] === 84 &&
    buf[q + 2] === 84 &&
    buf[q + 3] === 80 &&
    buf[q + 4] === 47
  ) {
    out[Field.protocol << 1] = q;
    out[(Field.protocol << 1) + 1] = end;
    end = q - 1;
  } else end = to;
  if (end > start) {
    out[Field.path << 1] = start;
    out[(Field.path << 1) + 1] = end;
  }
}

/** Splits `address:port`, `buf[from, to)`, at its last colon and writes client and clientPort; IPv6 comes without brackets. */
export function splitEndpoint(buf: Uint8Array, from: number, to: number, out: Int32Array): void {
  let colon = to - 1;
  while (colon > from && buf[colon] !== 58) colon--;
  const hasPort = buf[colon] === 58 && colon > from;
  out[Field.client << 1] = from;
  out[(Field.client << 1) + 1] = hasPort ? colon : to;
  out[Field.clientPort << 1] = hasPort ? colon + 1 : -1;
  out[(Field.clientPort << 1) + 1] = to;
}

/**
 * Splits `backend/server`, `buf[from, to)`, at its last slash and writes both names. HAProxy writes `<NOSRV>` where no server was
 * chosen; the pair then names no upstream and is unset.
 */
export function splitPair(buf: Uint8Array, from: number, to: number, out: Int32Array): void {
  let slash = to - 1;
  while (slash > from && buf[slash] !== 47) slash--;
  const named = slash > from;
  out[Field.upstreamName << 1] = from;
  out[(Field.upstreamName << 1) + 1] = named ? slash : to;
  out[Field.server << 1] = named ? slash + 1 : -1;
  out[(Field.server << 1) + 1] = to;
  if (!named || buf[slash + 1] === 60) out[Field.upstreamAddr << 1] = -1;
}

/**
 * Narrows the range of `field` to the address in a URL, `buf[from, to)`: `http://10.0.0.7:8080/x` → `10.0.0.7:8080`,
 * `unix:/run/a.sock|fcgi://localhost` → `unix:/run/a.sock`. What is no URL stays whole.
 */
export function splitUrl(buf: Uint8Array, from: number, to: number, out: Int32Array, field: number): void {
  let p = from;
  while (p < to && buf[p] !== 58 && buf[p] !== 124) p++;
  const isSocket = p + 1 < to && p === from + 4 && buf[from] === 117 && buf[p + 1] === 47 && buf[p + 2] !== 47;
  let start = from;
  if (!isSocket) {
    if (p + 2 >= to || buf[p] !== 58 || buf[p + 1] !== 47 || buf[p + 2] !== 47) return;
    start = p + 3;
  }
  let end = start;
  while (end < to && buf[end] !== 124 && (isSocket || buf[end] !== 47)) end++;
  out[field << 1] = start;
  out[(field << 1) + 1] = end;
}
