import { isBuiltinPage } from "@/core/products/builtin-page";
import type { ProxyProduct } from "@/core/products/proxy-product";
import { mostCommon } from "./attempt-facts";
import { quantile } from "./durations";
import type { Evidence } from "./evidence";
import { failuresWith, type EvidenceContext } from "./evidence-context";
import { pickSamples } from "./pick-samples";

/** A request with a body worth the name: more than headers and cookies come to (nginx takes 32 KiB of them). */
const LARGE_REQUEST_BYTES = 32_768;

/** Sizes of the failing answers; HEAD requests, which have no body, are left out. */
export function bodySizes(context: EvidenceContext, product: ProxyProduct): Evidence["bodySizes"] {
  const lines = (failuresWith(context, "bodyBytes") ?? []).filter(
    (line) => line.bodyBytes !== null && line.method !== "HEAD",
  );
  if (lines.length === 0) return null;
  const sizes = lines.map((line) => line.bodyBytes ?? 0);
  const { value, share } = mostCommon(sizes);
  const own = lines.map((line) => isBuiltinPage(product, line.bodyBytes ?? 0, line.status ?? 0));
  return {
    n: lines.length,
    builtin: own.includes(null) ? null : own.filter(Boolean).length,
    modalBytes: value,
    modalShare: share,
    samples: pickSamples(lines.filter((line) => line.bodyBytes === value)),
  };
}

/** Sizes of the failing requests; null without `$request_length`. */
export function requestBytes(context: EvidenceContext): Evidence["requestBytes"] {
  const lines = (failuresWith(context, "requestBytes") ?? []).filter((line) => line.requestBytes !== null);
  if (lines.length === 0) return null;
  const sizes = lines.map((line) => line.requestBytes ?? 0).sort((a, b) => a - b);
  const large = lines.filter((line) => (line.requestBytes ?? 0) > LARGE_REQUEST_BYTES);
  return {
    failedP50: quantile(sizes, 0.5),
    largeShare: large.length / lines.length,
    samples: pickSamples(large.length > 0 ? large : lines),
  };
}
