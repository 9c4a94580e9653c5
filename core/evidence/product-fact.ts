import { productOf, type ProxyProduct } from "@/core/products/proxy-product";
import type { FailedRequest, RollupFile } from "@/core/rollups/rollup";
import { filesOfTier, type EvidenceContext } from "./evidence-context";
import { mostFrequent } from "./most-frequent";

/**
 * Who wrote the failing lines, by their files' formats. Combined and its like are written by many and read as nginx's: such a file,
 * and one whose format names no product, takes the word of the error logs beside it, then of the configuration. Where a format does
 * say, that holds: behind a CDN's log the configuration is the origin's.
 */
export function productFact(context: EvidenceContext): ProxyProduct {
  const { rollup, failures, configs } = context;
  const files = filesOfTier(context);
  const failing = failures.flatMap(({ file }) => rollup.files[file] ?? []);
  const access = failing.length > 0 ? failing : files.filter(({ role }) => role === "access");
  const written = mostFrequent(access.map(({ product }) => productOf(product))) ?? "other";
  if (written !== "other" && !access.every(isAnybodys)) return written;
  const errors = files.filter(({ role }) => role === "error").map(({ product }) => productOf(product));
  const spoken = mostFrequent(errors.filter((product) => product !== "other"));
  const said = spoken ?? configs[0]?.product;
  if (said !== undefined || failing.length === 0) return said ?? written;
  if (asksWholeUrls(failures)) return "varnish";
  // nginx answers a fault with 502 or 504, and with 503 on purpose alone; most others answer a refused connection with it.
  return failures.filter(({ status }) => status === 503).length > 0.5 * failures.length ? "other" : written;
}

/** Varnish puts the host into `%r`, which of all that write such lines without an upstream nobody else does: `"GET http://shop.test/a HTTP/1.1"`. */
function asksWholeUrls(failures: readonly FailedRequest[]): boolean {
  const whole = failures.filter(({ text }) => WHOLE_URL.test(text.slice(0, 1024)));
  return whole.length > 0.9 * failures.length;
}

const WHOLE_URL = /"[A-Z]{3,10} https?:\/\/[^/\s"]{1,255}\/[^"]{0,900}/;

/** A format of nginx's family without anything about an upstream is one that Apache, Varnish and many more write as well. */
function isAnybodys({ product, fields }: RollupFile): boolean {
  return product === "nginx" && !fields.some((field) => field.startsWith("upstream"));
}
