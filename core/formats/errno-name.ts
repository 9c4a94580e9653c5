const NAMES: Record<string, string> = {
  2: "ENOENT",
  11: "EAGAIN",
  13: "EACCES",
  22: "EINVAL",
  23: "ENFILE",
  24: "EMFILE",
  28: "ENOSPC",
  32: "EPIPE",
  98: "EADDRINUSE",
  99: "EADDRNOTAVAIL",
  101: "ENETUNREACH",
  103: "ECONNABORTED",
  104: "ECONNRESET",
  110: "ETIMEDOUT",
  111: "ECONNREFUSED",
  112: "EHOSTDOWN",
  113: "EHOSTUNREACH",
};

/** `111` → `111/ECONNREFUSED`, by Linux's numbers; null for a number that is no errno of a connection. */
export function errnoName(number: string): string | null {
  return Object.hasOwn(NAMES, number) ? `${number}/${NAMES[number] ?? ""}` : null;
}
