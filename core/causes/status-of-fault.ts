import type { Evidence } from "@/core/evidence/evidence";
import type { ProxyProduct } from "@/core/products/proxy-product";
import { statusShare, untriedShare } from "./failing-attempts";
import { count } from "./number-words";

/** What went wrong, as the proxy met it; each product answers it with a status of its own. */
export type Fault =
  | "refused"
  | "connect-timeout"
  | "read-timeout"
  | "closed"
  | "tls"
  | "dns"
  | "no-upstream"
  | "bad-header"
  /** The proxy has no descriptor or slot left for the request. */
  | "exhausted"
  /** A limiter of the proxy refused the request; nginx is alone in saying 503 to that by default. */
  | "limited";

type Statuses = Record<Fault, readonly number[]>;

const NGINX: Statuses = {
  refused: [502],
  "connect-timeout": [504],
  "read-timeout": [504],
  closed: [502],
  tls: [502],
  dns: [502],
  "no-upstream": [502],
  "bad-header": [502],
  exhausted: [500],
  limited: [503, 429],
};

const USUAL: Statuses = { ...NGINX, limited: [429] };
const unavailable = { refused: [503], "connect-timeout": [503], tls: [503], dns: [503], "no-upstream": [503] };

/**
 * Measured on nginx 1.22, HAProxy 2.6, Apache 2.4, Caddy 2.6, Varnish 7.1 and Squid 5.7 against misbehaving upstreams; the others from
 * their makers' pages on error codes. Apache answers a read time-out with 502 over HTTP and 504 over FastCGI, and a name that does not
 * resolve with 502 up to 2.4.58 and 500 later; IIS says 502 to all of them and tells them apart by sub-status.
 * Sources: https://docs.haproxy.org/3.2/configuration.html#8.5, https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/,
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
 */
const STATUSES: Record<ProxyProduct, Statuses> = {
  nginx: NGINX,
  haproxy: { ...USUAL, ...unavailable, exhausted: [503] },
  apache: {
    ...{ refused: [503], "connect-timeout": [503], "read-timeout": [502, 504], closed: [502] },
    ...{
      tls: [500],
      dns: [502, 500],
      "no-upstream": [503],
      "bad-header": [502, 500],
      exhausted: [503],
      limited: [429, 503],
    },
  },
  caddy: { ...USUAL, "connect-timeout": [502], "no-upstream": [503], exhausted: [500, 502] },
  envoy: { ...USUAL, ...unavailable, closed: [503], exhausted: [503] },
  traefik: { ...USUAL, tls: [500], "no-upstream": [503], "bad-header": [502, 500], exhausted: [500, 502] },
  varnish: { ...USUAL, ...unavailable, "read-timeout": [503], closed: [503], "bad-header": [503], exhausted: [503] },
  squid: {
    ...{ refused: [503, 502], "connect-timeout": [503, 504], "read-timeout": [504], closed: [502] },
    ...{ tls: [503], dns: [503], "no-upstream": [503], "bad-header": [502], exhausted: [503], limited: [429, 403] },
  },
  "aws-alb": { ...USUAL, "no-upstream": [503], exhausted: [503] },
  cloudfront: { ...USUAL, "no-upstream": [502, 504], exhausted: [503] },
  cloudflare: {
    ...{ refused: [521], "connect-timeout": [522], "read-timeout": [524, 504], closed: [520, 502] },
    ...{
      tls: [525, 526],
      dns: [530],
      "no-upstream": [521, 523, 530],
      "bad-header": [520, 502],
      exhausted: [503],
      limited: [429],
    },
  },
  // The classic balancer answers a time-out with 502, the newer ones with 504.
  "gcp-lb": { ...USUAL, "read-timeout": [504, 502], "no-upstream": [503], exhausted: [503] },
  azure: { ...USUAL, "no-upstream": [502, 503], exhausted: [503] },
  iis: { ...USUAL, "connect-timeout": [502], "read-timeout": [502], exhausted: [503] },
  other: {
    ...{ refused: [502, 503], "connect-timeout": [504], "read-timeout": [504], closed: [502, 503] },
    ...{
      tls: [502, 503],
      dns: [502, 503],
      "no-upstream": [502, 503],
      "bad-header": [502],
      exhausted: [500, 503],
      limited: [503, 429],
    },
  },
};

/** The statuses with which a product answers a fault, the usual one first. */
export function statusesOf(product: ProxyProduct, fault: Fault): readonly number[] {
  return STATUSES[product][fault];
}

/** Share of the failures with a status that the product gives for the fault, 0…1: it fits, it proves nothing. */
export function faultShare(evidence: Evidence, fault: Fault): number {
  return statusShare(evidence, ...statusesOf(evidence.product, fault));
}

/** Share of the failures with a status that the product gives for no fault at all, so that it can only hand it on, 0…1. */
export function foreignShare(evidence: Evidence): number {
  const own = new Set(Object.values(STATUSES[evidence.product]).flat().map(String));
  const foreign = Object.keys(evidence.spike.byStatus).filter((status) => !own.has(status));
  return statusShare(evidence, ...foreign.map(Number));
}

/** The statuses that the product gives for time-outs and never for a refused or closed connection; [] where it has none. */
export function lateStatuses(evidence: Evidence, fault: "read-timeout" | "connect-timeout" = "read-timeout"): number[] {
  const prompt = [...statusesOf(evidence.product, "refused"), ...statusesOf(evidence.product, "closed")];
  return statusesOf(evidence.product, fault).filter((status) => !prompt.includes(status));
}

/** Share of the failures whose status alone says that a timer of the proxy ran out, 0…1; always 0 where the product has no such status. */
export function lateShare(evidence: Evidence, fault: "read-timeout" | "connect-timeout" = "read-timeout"): number {
  return statusShare(evidence, ...lateStatuses(evidence, fault));
}

/** The same over the failures for which an upstream was tried. */
export function triedLateShare(evidence: Evidence, fault: "read-timeout" | "connect-timeout" = "read-timeout"): number {
  const tried = 1 - untriedShare(evidence);
  return tried <= 0.01 ? 0 : Math.min(1, lateShare(evidence, fault) / tried);
}

/** Share of the failures with a status for a connection refused or closed, and none for a time-out, 0…1. */
export function promptShare(evidence: Evidence): number {
  return statusShare(evidence, ...promptStatuses(evidence));
}

function promptStatuses({ product }: Evidence): number[] {
  const late = statusesOf(product, "read-timeout");
  const all = new Set([...statusesOf(product, "closed"), ...statusesOf(product, "refused")]);
  return [...all].filter((status) => !late.includes(status));
}

/** `502 and 504 are mixed (30 and 70)`: failures at once and time-outs beside each other. */
export function mixedStatuses(evidence: Evidence): string {
  const prompt = promptStatuses(evidence);
  const late = lateStatuses(evidence);
  const names = `${seenStatuses(evidence, prompt)} and ${seenStatuses(evidence, late)}`;
  return `${names} are mixed (${count(statusCount(evidence, prompt))} and ${count(statusCount(evidence, late))})`;
}

/** Of these statuses, those that occur in the incident, `502`, `503 and 502`; the first where none does. */
export function seenStatuses(evidence: Evidence, statuses: readonly number[]): string {
  const seen = statuses.filter((status) => (evidence.spike.byStatus[status.toString()] ?? 0) > 0);
  return (seen.length > 0 ? seen : statuses.slice(0, 1)).join(" and ");
}

/** How many failures have one of these statuses. */
function statusCount(evidence: Evidence, statuses: readonly number[]): number {
  return statuses.reduce((n, status) => n + (evidence.spike.byStatus[status.toString()] ?? 0), 0);
}
