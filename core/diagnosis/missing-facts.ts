import type { Evidence, FactName } from "@/core/evidence/evidence";

/** Which log, directive or file supplies a fact that is null. Facts that nothing can supply are absent. */
const SUPPLIERS: Partial<Record<FactName, string>> = {
  signatures: "the proxy's error log at level error (error_log /var/log/nginx/error.log error;)",
  proxyMessages: "the proxy's error log at level error (error_log /var/log/nginx/error.log error;)",
  connect: "$upstream_connect_time in log_format",
  header: "$upstream_header_time in log_format",
  madeBy: "$upstream_header_time in log_format",
  received: "$upstream_bytes_received in log_format",
  durations: "$upstream_response_time and $request_time in log_format",
  latency: "$upstream_response_time and $request_time in log_format",
  upstreamField: "$upstream_addr in log_format",
  upstreams: "$upstream_addr in log_format",
  addressChange: "$upstream_addr in log_format",
  bursts: "$upstream_addr in log_format",
  deaths: "the proxy's error log at level error (error_log /var/log/nginx/error.log error;)",
  rescued: "$upstream_status in log_format",
  hosts: "$host in log_format",
  routes: "$request in log_format",
  methods: "$request in log_format",
  clients: "$remote_addr in log_format",
  agents: "$http_user_agent in log_format",
  requestBytes: "$request_length in log_format",
  bodySizes: "$body_bytes_sent in log_format",
  markers: "a list of deploys and reloads around the incident",
  recovery: "a list of deploys and reloads around the incident",
  config: "the proxy's configuration (nginx.conf)",
  appMessages: "the application's own log (php-fpm, gunicorn, …)",
  otherTier: "the access log of the other tier, edge or origin",
};

/** The suppliers of those of `facts` that are null, each once, in the order given. */
export function missingFacts(evidence: Evidence, facts: readonly FactName[]): string[] {
  const absent = facts.filter((fact) => evidence[fact] === null).map((fact) => SUPPLIERS[fact]);
  return [...new Set(absent.filter((supplier) => supplier !== undefined))];
}
