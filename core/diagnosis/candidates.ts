import { statusesOf, type Fault } from "@/core/causes/status-of-fault";
import type { Evidence } from "@/core/evidence/evidence";

/**
 * What usually stands behind a status of nginx when the log shows nothing but the status, most frequent first; from the recorded
 * incidents. Only for naming the candidates of an undetermined incident.
 */
const BY_STATUS: Record<string, readonly string[]> = {
  "500": ["worker-connections", "fd-exhaustion", "proxy-config-error"],
  "502": ["upstream-down", "premature-close", "upstream-crash", "passed-through", "wrong-port", "firewall-reject"],
  "503": ["rate-limited", "maintenance-mode", "no-endpoints", "passed-through"],
  "504": ["upstream-timeout", "upstream-overload", "connection-timeout", "firewall-drop"],
};

/** What each fault usually comes of, most frequent first; the faults themselves by how often they are met. */
const BY_FAULT: readonly (readonly [Fault, readonly string[]])[] = [
  ["refused", ["upstream-down", "wrong-port"]],
  ["read-timeout", ["upstream-timeout", "upstream-overload"]],
  ["closed", ["premature-close", "upstream-crash"]],
  ["no-upstream", ["no-live-upstreams", "health-check-failing"]],
  ["connect-timeout", ["connection-timeout", "firewall-drop"]],
  ["tls", ["tls-verify", "tls-handshake"]],
  ["limited", ["rate-limited"]],
  ["exhausted", ["fd-exhaustion"]],
];

/** At most so many are worth naming. */
const MOST = 6;

/** Candidates for the status that most failures have, most plausible first; 52x are an edge's word for its origin. */
export function candidatesFor({ spike, product }: Evidence): readonly string[] {
  const [status] = Object.entries(spike.byStatus).reduce<[string, number]>(
    (best, entry) => (entry[1] > best[1] ? entry : best),
    ["502", 0],
  );
  if (/^5[23]\d$/.test(status)) return ["cdn-origin-unreachable", "upstream-down", "connection-timeout"];
  if (product === "nginx") return BY_STATUS[status] ?? BY_STATUS["502"] ?? [];
  const fitting = BY_FAULT.filter(([fault]) => statusesOf(product, fault).includes(Number(status)));
  const causes = fitting.flatMap(([, [first]]) => (first === undefined ? [] : [first]));
  const behind = fitting.flatMap(([, [, ...others]]) => others);
  const all = [...causes, "passed-through", ...behind].slice(0, MOST);
  return fitting.length > 0 ? all : (BY_STATUS["502"] ?? []);
}
