import { decodeUtf8 } from "./read-bytes";
import type { Escape } from "./line-reader";

/**
 * The text of a logged value with the log's escapes undone. Escaped control bytes and bytes that are no UTF-8 stay in their escaped
 * spelling: a log line must not be able to put them on a screen.
 */
export function unescapeValue(buf: Uint8Array, from: number, to: number, escape: Escape): string {
  const text = decodeUtf8(buf, from, to);
  if (escape === "quotes") return text.includes('""') ? text.replaceAll('""', '"') : text;
  if (escape === "none" || !text.includes("\\")) return text;
  return escape === "json" ? unescapeJson(text) : unescapeHex(text);
}

/** nginx's default: `\x22`, and `\"` and `\\` of other writers. Runs of `\xHH` are read as UTF-8. */
function unescapeHex(text: string): string {
  return text.replace(/(?:\\x[0-9A-Fa-f]{2})+|\\(["\\])/g, (found: string, char: string | undefined) => {
    if (char !== undefined) return char;
    if (found.length === 4) {
      const byte = Number.parseInt(found.slice(2), 16);
      return byte >= 32 && byte < 127 ? String.fromCharCode(byte) : found;
    }
    const bytes = Uint8Array.from(found.slice(2).split("\\x"), (pair) => Number.parseInt(pair, 16));
    if (bytes.some((byte) => byte < 32 || byte === 127)) return found;
    const decoded = decodeUtf8(bytes, 0, bytes.length);
    return decoded.includes("\ufffd") ? found : decoded;
  });
}

const JSON_CHARS: Record<string, string> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  t: "\t",
  n: "\n",
  r: "\r",
  b: "\b",
  f: "\f",
};

/** JSON's escapes, and `\xHH` as written by `escape=default` into a JSON-shaped format. */
function unescapeJson(text: string): string {
  return unescapeHex(
    text.replace(
      /\\(?:u([0-9A-Fa-f]{4})|(["/tnrbf]))/g,
      (found: string, hex: string | undefined, char: string | undefined) => {
        if (hex !== undefined) {
          const code = Number.parseInt(hex, 16);
          return code < 32 || code === 127 ? found : String.fromCharCode(code);
        }
        const plain = JSON_CHARS[char ?? ""] ?? found;
        return plain < " " ? found : plain;
      },
    ),
  );
}
