/**
 * What usually stands behind a status when the log shows nothing but the status, most frequent first; causes.md §3 and the
 * recorded incidents. Only for naming the candidates of an undetermined incident.
 */
const BY_STATUS: Record<string, readonly string[]> = {
  "500": ["worker-connections", "fd-exhaustion", "proxy-config-error"],
  "502": ["upstream-down", "premature-close", "upstream-crash", "passed-through", "wrong-port", "firewall-reject"],
  "503": ["rate-limited", "maintenance-mode", "no-endpoints", "passed-through"],
  "504": ["upstream-timeout", "upstream-overload", "connection-timeout", "firewall-drop"],
};

/** Candidates for the status that most failures have, most plausible first; 52x are an edge's word for its origin. */
export function candidatesFor(byStatus: Record<string, number>): readonly string[] {
  const most = Object.entries(byStatus).reduce<[string, number]>(
    (best, entry) => (entry[1] > best[1] ? entry : best),
    ["502", 0],
  );
  if (/^5[23]\d$/.test(most[0])) return ["cdn-origin-unreachable", "upstream-down", "connection-timeout"];
  return BY_STATUS[most[0]] ?? BY_STATUS["502"] ?? [];
}
