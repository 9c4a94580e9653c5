import type { Evidence, FactName } from "@/core/evidence/evidence";
import type { SuppliedFact } from "@/core/products/advice";
import { adviceFor } from "@/core/products/product-advice";

/** Which of a product's facts a fact of the evidence is worked out from. */
const MADE_FROM: Partial<Record<FactName, SuppliedFact>> = {
  signatures: "signatures",
  proxyMessages: "proxyMessages",
  connect: "connect",
  header: "header",
  madeBy: "header",
  received: "received",
  durations: "durations",
  latency: "durations",
  upstreamField: "upstreams",
  upstreams: "upstreams",
  addressChange: "upstreams",
  bursts: "upstreams",
  deaths: "signatures",
  rescued: "rescued",
  hosts: "hosts",
  routes: "request",
  methods: "request",
  clients: "clients",
  agents: "agents",
  requestBytes: "requestBytes",
  bodySizes: "bodySizes",
  config: "config",
};

/** What a fact would have proven, as the end of “it tells …”. */
const PROVES: Partial<Record<SuppliedFact, string>> = {
  signatures: "what the proxy met: a refused, a closed or a silent connection",
  connect: "whether a connection was made at all",
  header: "whether the upstream answered so itself",
  received: "whether bytes of an answer came",
  durations: "whether a timer ran out",
  upstreams: "whether one upstream fails or all do",
  rescued: "whether another attempt succeeded",
  requestBytes: "whether uploads alone fail",
};

const PROOFS: ReadonlyMap<string, string> = new Map(Object.entries(PROVES));

/** Fields of a log by the fact they are needed for. */
const FACT_OF_FIELD: Partial<Record<string, SuppliedFact>> = {
  upstreamAddr: "upstreams",
  upstreamStatus: "rescued",
  upstreamConnectTime: "connect",
  upstreamHeaderTime: "header",
  upstreamResponseTime: "durations",
  upstreamBytesReceived: "received",
  requestTime: "durations",
  requestBytes: "requestBytes",
};

/** What no proxy's log supplies. */
const FROM_ELSEWHERE: Partial<Record<FactName, string>> = {
  markers: "a list of deploys and reloads around the incident",
  recovery: "a list of deploys and reloads around the incident",
  appMessages: "the application's own log (php-fpm, gunicorn, …)",
  otherTier: "the access log of the other tier, edge or origin",
};

/** Which log, directive or file of the product at hand supplies a fact; undefined for a fact that nothing can supply. */
function supplierOf({ product }: Evidence, fact: FactName): string | undefined {
  const source = MADE_FROM[fact];
  return source === undefined ? FROM_ELSEWHERE[fact] : adviceFor(product).supplies[source];
}

/** The suppliers of those of `facts` that are null, each once, in the order given. */
export function missingFacts(evidence: Evidence, facts: readonly FactName[]): string[] {
  const absent = facts.filter((fact) => evidence[fact] === null).map((fact) => supplierOf(evidence, fact));
  return [...new Set(absent.filter((supplier) => supplier !== undefined))];
}

/** Of suppliers named by `missingFacts`, those that a proxy's own logging is: not its configuration, nor what others write. */
export function ownLogging({ product }: Evidence, suppliers: readonly string[]): string[] {
  const { config, ...logged } = adviceFor(product).supplies;
  const own = new Set(Object.values(logged));
  return suppliers.filter((supplier) => own.has(supplier) && supplier !== config);
}

/** What suppliers named by `missingFacts`, or fields that the log lacks, would have proven: each once, at most two. */
export function provenBy({ product }: Evidence, suppliers: readonly string[], fields: readonly string[]): string[] {
  const supplied = Object.entries(adviceFor(product).supplies);
  const bySupplier = supplied.flatMap(([fact, supplier]) => (suppliers.includes(supplier) ? [PROOFS.get(fact)] : []));
  const byField = fields.map((field) => PROOFS.get(FACT_OF_FIELD[field] ?? ""));
  const all = [...bySupplier, ...byField].filter((proof) => proof !== undefined);
  return [...new Set(all)].slice(0, 2);
}
