import { decodeUtf8 } from "@/core/formats/read-bytes";
import type { W3cFlavour } from "./w3c-header";

/** A user agent as the client sent it: IIS puts a `+` for each space, CloudFront percent-encodes it, until 2019 twice, Akamai once. */
export function agentText(value: string, flavour: W3cFlavour): string {
  if (flavour === "iis") return value.includes(" ") ? value : value.replaceAll("+", " ");
  if (flavour === "akamai") return decodePercent(value.replaceAll("+", " "));
  return flavour === "cloudfront" ? decodePercent(decodePercent(value)) : value;
}

/** `%20` and the like undone; what would be a control character or no UTF-8 stays as it is. */
export function decodePercent(value: string): string {
  if (!value.includes("%")) return value;
  return value.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
    const bytes = Uint8Array.from(run.slice(1).split("%"), (pair) => Number.parseInt(pair, 16));
    if (bytes.some((byte) => byte < 32 || byte === 127)) return run;
    const text = decodeUtf8(bytes, 0, bytes.length);
    return text.includes("\ufffd") ? run : text;
  });
}
