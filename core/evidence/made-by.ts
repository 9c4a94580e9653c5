import { adviceFor } from "@/core/products/product-advice";
import type { ProxyProduct } from "@/core/products/proxy-product";
import type { Evidence } from "./evidence";
import { hasField, type EvidenceContext } from "./evidence-context";
import { pickSamples } from "./pick-samples";

/**
 * Who made the failing status: what the line's upstream fields tell, and for lines that cannot tell, whether the proxy logged an error
 * of its own for the same request (`joined`).
 */
export function madeBy(
  context: EvidenceContext,
  joined: ReadonlySet<unknown>,
  product: ProxyProduct,
): Evidence["madeBy"] {
  const { failures } = context;
  const counts = { proxy: 0, upstream: 0, unknown: 0 };
  let byMessage = 0;
  for (const failure of failures) {
    if (failure.madeBy === "unknown" && joined.has(failure)) {
      counts.proxy++;
      byMessage++;
    } else {
      counts[failure.madeBy]++;
    }
  }
  if (counts.proxy + counts.upstream === 0) return null;
  const decided = failures.filter((failure) => failure.madeBy !== "unknown" || joined.has(failure));
  return { ...counts, basis: basisOf(context, byMessage > counts.proxy / 2, product), samples: pickSamples(decided) };
}

function basisOf(context: EvidenceContext, byMessage: boolean, product: ProxyProduct): string {
  if (byMessage) return "the proxy's error log has a line of its own for the same requests";
  const { reasonField } = adviceFor(product);
  const reasoned = context.failures.filter(({ signature, flags, errorReason }) => signature ?? flags ?? errorReason);
  if (reasonField !== null && reasoned.length > context.failures.length / 2) return reasonField;
  const first = context.failures[0];
  if (first && hasField(context, first, "upstreamHeaderTime"))
    return "the upstream header time, which only an answer of the upstream has";
  if (first && hasField(context, first, "upstreamConnectTime"))
    return "the upstream connect time, missing where no connection was made";
  return "the upstream fields of the failing lines";
}
