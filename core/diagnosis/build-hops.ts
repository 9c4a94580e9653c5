import type { Hop } from "@/core/contract/report";
import { count, percent } from "@/core/causes/number-words";
import { edgeOf } from "@/core/causes/product-words";
import type { Evidence } from "@/core/evidence/evidence";
import type { Verdict } from "./verdict";

/** Causes that lie in the proxy itself, whatever their category. */
const PROXY_CAUSES: ReadonlySet<string> = new Set([
  ...["proxy-internal", "proxy-config-error", "proxy-loop", "fd-exhaustion", "worker-connections", "port-exhaustion"],
  ...["selinux-denied", "socket-permission", "maintenance-mode", "rate-limited", "waf-block"],
]);

/** One or two words for the failing hop. */
const LABELS: Record<string, string> = {
  "upstream-down": "Refused",
  "wrong-port": "Refused",
  "socket-missing": "Socket missing",
  "socket-permission": "Not permitted",
  "no-live-upstreams": "None alive",
  "no-endpoints": "No endpoint",
  "dns-failure": "Not found",
  "connection-timeout": "No answer",
  "firewall-drop": "No answer",
  "firewall-reject": "Rejected",
  "no-route": "Unreachable",
  "upstream-timeout": "Too slow",
  "upstream-overload": "Overloaded",
  "backlog-full": "Queue full",
  "upstream-crash": "Crashed",
  "premature-close": "Hung up",
  "keepalive-race": "Hung up",
  "rolling-deploy": "Restarting",
  "header-too-big": "Header too big",
  "invalid-response": "Not HTTP",
  "wrong-protocol": "Wrong protocol",
  "tls-handshake": "TLS failed",
  "tls-verify": "TLS refused",
  "circuit-breaker": "At its limit",
  "health-check-failing": "Out of rotation",
  "passed-through": "Sent the error",
  "cdn-origin-unreachable": "No origin",
  "client-abort": "Hung up",
  "abusive-client": "Abusive",
};

type HopName = Hop["hop"];

/** The strip Client → CDN → Proxy → Upstream, with the failing hop marked and counts as the reason. */
export function buildHops(evidence: Evidence, verdicts: readonly Verdict[], clientsHit: number | null): Hop[] {
  const first = verdicts[0];
  const atEdge = isEdge(evidence);
  const failing = failingHop(atEdge, first);
  const label = first ? (LABELS[first.cause] ?? "Failing") : "Failing";
  const failed = `${count(evidence.spike.failed)} of ${count(evidence.spike.requests)} requests failed (${percent(evidence.spike.ratio)})`;
  const hop = (name: HopName, state: Hop["state"], detail: string): Hop =>
    name === failing
      ? { hop: name, state: "failing", label, detail: `${failed}. ${detail}` }
      : { hop: name, state, label: STATE_LABELS[state], detail };
  return [
    hop("client", "ok", clientDetail(clientsHit)),
    cdn(evidence, atEdge, hop),
    hop("proxy", proxyState(evidence, atEdge), proxyDetail(evidence, atEdge)),
    hop("upstream", upstreamState(atEdge), upstreamDetail(evidence)),
  ];
}

const STATE_LABELS = { ok: "Working", failing: "Failing", unknown: "Unknown", absent: "Not in these logs" } as const;

/** A CDN is the edge even where its log is the only one. */
function isEdge({ spike, product }: Evidence): boolean {
  return spike.tier === "edge" || product === "cloudfront" || product === "cloudflare";
}

function failingHop(atEdge: boolean, first: Verdict | undefined): HopName {
  if (first?.category === "client") return "client";
  if (atEdge) return first?.cause === "passed-through" ? "proxy" : "cdn";
  if (first && PROXY_CAUSES.has(first.cause)) return "proxy";
  return "upstream";
}

function clientDetail(hit: number | null): string {
  return hit === null ? "The logs name no clients" : `${count(hit)} ${hit === 1 ? "client" : "clients"} got an error`;
}

function cdn(
  evidence: Evidence,
  atEdge: boolean,
  hop: (name: HopName, state: Hop["state"], detail: string) => Hop,
): Hop {
  if (atEdge) return hop("cdn", "ok", `The errors are in ${edgeOf(evidence)}'s own log`);
  const edge = evidence.otherTier;
  if (edge === null || edge.tier !== "edge") return hop("cdn", "absent", "No edge log was given");
  return hop("cdn", "ok", `It logged ${count(edge.gatewayErrors)} gateway errors in the same minutes`);
}

function proxyState(evidence: Evidence, atEdge: boolean): Hop["state"] {
  if (!atEdge) return "ok";
  return evidence.otherTier === null ? "unknown" : "ok";
}

function proxyDetail(evidence: Evidence, atEdge: boolean): string {
  if (atEdge) {
    if (evidence.otherTier === null) return "No log of the origin's proxy was given";
    return `Its own log has ${count(evidence.otherTier.gatewayErrors)} gateway errors in the same minutes`;
  }
  const made = evidence.madeBy;
  if (made === null) return "It answered the clients; these logs do not say who made the errors";
  if (made.upstream > made.proxy) return `It passed on ${count(made.upstream)} errors that came from behind it`;
  return `It made ${count(made.proxy)} of the errors itself, for want of an answer`;
}

function upstreamState(atEdge: boolean): Hop["state"] {
  return atEdge ? "unknown" : "ok";
}

function upstreamDetail(evidence: Evidence): string {
  const values = (evidence.upstreams ?? []).filter(({ value }) => value !== "" && value !== "-");
  const scope = new Set(evidence.spike.scope.upstreams);
  // The scope may have the addresses that a config gives to names in the log.
  const isNamed = values.some(({ value }) => scope.has(value));
  const failing = values.filter(({ value, failed, failedShare }) =>
    isNamed ? scope.has(value) : failed > 0 && failedShare >= 0.02,
  );
  if (values.length === 0) return "The access log does not name the upstream";
  const healthy = values.filter((value) => !failing.includes(value) && value.failed === 0).length;
  const rest = healthy > 0 ? `, ${count(healthy)} went on answering` : "";
  return `${count(failing.length)} of ${count(values.length)} upstreams failed${rest}`;
}
