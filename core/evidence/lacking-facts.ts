import type { LoggedField } from "@/core/products/advice";
import { adviceFor } from "@/core/products/product-advice";
import type { ProxyProduct } from "@/core/products/proxy-product";
import type { Evidence } from "./evidence";
import { filesOfTier, type EvidenceContext } from "./evidence-context";
import { hasErrorLog } from "./message-facts";

/** Fields that bear on a verdict; a format without them is worth a word of advice. */
const USEFUL_FIELDS: readonly LoggedField[] = [
  ...(["host", "upstreamAddr", "upstreamStatus", "upstreamConnectTime", "upstreamHeaderTime"] as const),
  ...(["upstreamResponseTime", "upstreamBytesReceived", "requestTime", "requestBytes", "requestId"] as const),
];

/** What these logs lack and their product could log: what would have told more. */
export function lackingFacts(context: EvidenceContext, product: ProxyProduct): Evidence["lacks"] {
  const access = filesOfTier(context).filter((file) => file.role === "access");
  const files = new Set(context.failures.map((failure) => failure.file));
  const concerned = context.rollup.files.filter((_, at) => files.has(at));
  const formats = concerned.length > 0 ? concerned : access;
  const known = adviceFor(product).fields;
  return {
    fields: USEFUL_FIELDS.filter(
      (field) => known[field] !== undefined && !formats.some((file) => file.fields.includes(field)),
    ),
    errorLog: !hasErrorLog(context),
    config: context.configs.length === 0,
    markers: context.rollup.markers.length === 0 && !context.rollup.files.some((file) => file.role === "markers"),
  };
}
