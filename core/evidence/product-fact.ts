import { productOf, type ProxyProduct } from "@/core/products/proxy-product";
import { filesOfTier, type EvidenceContext } from "./evidence-context";
import { mostFrequent } from "./most-frequent";

/**
 * Who wrote the failing lines, by their files' formats; where no format names its product, the one whose configuration was given. A
 * configuration alone says little where logs speak: behind a CDN's log it is the origin's.
 */
export function productFact(context: EvidenceContext): ProxyProduct {
  const ofFiles = context.rollup.files.map((file) => productOf(file.product));
  const ofLines = context.failures.map((line) => ofFiles[line.file] ?? "other");
  const access = filesOfTier(context).filter((file) => file.role === "access");
  const written = mostFrequent(ofLines.length > 0 ? ofLines : access.map((file) => productOf(file.product)));
  if (written !== null && written !== "other") return written;
  return context.configs[0]?.product ?? "other";
}
