import { reason } from "./evidence-builder";

/** Reasons as the access lines of HAProxy, Envoy, a load balancer of AWS and CDNs give them. */
export const haproxy = {
  refused: reason("upstream-down", 100, "SC", {
    ...{ confidence: "medium", label: "the server refused the connection", upstreams: ["be_app/app1"] },
  }),
  noServer: reason("no-live-upstreams", 100, "SC", { label: "no server of the backend is up", upstreams: [] }),
  closed: reason("premature-close", 100, "SH", { label: "the server closed before a complete header" }),
  late: reason("upstream-timeout", 100, "sH", { label: "timeout server ran out before a header came" }),
  header: reason("invalid-response", 100, "PH", { confidence: "medium", label: "HAProxy refused the server's header" }),
  queue: reason("circuit-breaker", 100, "sQ", { label: "timeout queue ran out", upstreams: [] }),
  tls: reason("tls-verify", 100, "bc_err 32", { label: "the server's certificate is for another name" }),
  shake: reason("tls-handshake", 100, "bc_err 34", { label: "TLS handshake with the server failed" }),
  relayed: reason("passed-through", 100, "--", { label: "the server sent this status itself" }),
  silent: reason("connection-timeout", 100, "sC", { confidence: "medium", label: "timeout connect ran out" }),
};
export const envoy = {
  failed: reason("upstream-down", 100, "UF", { confidence: "medium", label: "connecting failed" }),
  closed: reason("premature-close", 100, "UC", { confidence: "medium", label: "upstream closed without an answer" }),
  late: reason("upstream-timeout", 100, "UT", { label: "upstream did not answer in time" }),
  protocol: reason("invalid-response", 100, "UPE", { label: "upstream's answer is no valid HTTP" }),
  noHost: reason("no-live-upstreams", 100, "UH", { label: "no healthy upstream", upstreams: [] }),
  overflow: reason("circuit-breaker", 100, "UO", { label: "circuit breaker open" }),
  certificate: reason("tls-verify", 100, "CERTIFICATE_VERIFY_FAILED", { label: "certificate not accepted" }),
  relayed: reason("passed-through", 100, "via_upstream", { label: "upstream itself sent the error" }),
};
export const alb = {
  late: reason("upstream-timeout", 100, "idle timeout", { label: "target sent nothing within the idle timeout" }),
  refused: reason("upstream-down", 100, "-1", { confidence: "medium", label: "target refused" }),
  relayed: reason("passed-through", 100, "502", { label: "target itself sent the error" }),
  nobody: reason("no-endpoints", 100, "503", { label: "target group has no target", upstreams: [] }),
  silent: reason("connection-timeout", 100, "10 s", { label: "no connection to the target within 10 s" }),
};
export const cdn = {
  connect: reason("cdn-origin-unreachable", 100, "OriginConnectError", {
    ...{ label: "CloudFront could not connect to the origin", upstreams: [] },
  }),
  relayed: reason("passed-through", 100, "OriginError", { label: "the origin itself sent the error", upstreams: [] }),
  refused: reason("cdn-origin-unreachable", 100, "521", { label: "521: origin refused the connection", upstreams: [] }),
  late: reason("upstream-timeout", 100, "524", { label: "origin did not answer in time", upstreams: [] }),
};
