/** What upstreams are called where no log names them. */
export const UNNAMED = "the upstream";

/** What happened, as the middle of a sentence; `{who}` is the upstream or upstreams hit. */
const PHRASES: Record<string, string> = {
  "abusive-client": "{client} set off failures at {who}",
  "backlog-full": "the accept queue of {who} was full",
  "cdn-origin-unreachable": "{edge} could not reach {origin}",
  "cdn-fault": "the CDN itself failed before the origin was asked",
  "circuit-breaker": "the proxy's own limit of connections to {who} was reached",
  "client-abort": "clients left before {who} answered",
  "connection-timeout": "{who} did not answer connection attempts",
  "conntrack-full": "a full connection-tracking table dropped connections to {who}",
  "dns-failure": "the name of the upstream did not resolve",
  "early-response": "{who} closed while uploads were still being sent",
  "fd-exhaustion": "the proxy ran out of file descriptors",
  "firewall-drop": "a firewall dropped connections to {who}",
  "firewall-reject": "a firewall refused connections to {who}",
  "header-too-big": "response headers of {who} did not fit the proxy's buffer",
  "health-check-failing": "a failing health check took {who} out of rotation",
  "invalid-response": "{who} sent answers that are not valid HTTP",
  "keepalive-race": "{who} closed idle connections just as the proxy used them again",
  "lambda-target-error": "the function behind {who} gave no valid answer",
  "maintenance-mode": "the proxy answered so on purpose",
  "no-endpoints": "the upstream pool had no members",
  "no-live-upstreams": "the proxy had marked every upstream as down",
  "no-route": "there was no way to {who}",
  "packet-loss": "the path to {who} lost packets",
  "passed-through": "{who} itself sent the failing answers, and this proxy passed them on",
  "port-exhaustion": "the proxy had no free local port toward {who}",
  "premature-close": "{who} closed connections without an answer",
  "proxy-config-error": "the proxy's configuration could not route the requests",
  "proxy-internal": "the proxy itself failed",
  "proxy-loop": "requests came back to the proxy they had passed",
  "rate-limited": "a limiter of the proxy turned requests away",
  "rolling-deploy": "instances were replaced while they still got requests ({who})",
  "selinux-denied": "SELinux forbade the proxy to connect to {who}",
  "socket-missing": "the socket {who} was not there",
  "socket-permission": "the proxy was not allowed to open the socket {who}",
  "tls-handshake": "TLS with {who} failed",
  "tls-verify": "the proxy rejected the certificate of {who}",
  "truncated-response": "{who} cut its answers in the middle",
  "upstream-crash": "{who} died while working on requests",
  "upstream-down": "{who} refused connections",
  "upstream-overload": "{who} got more requests than could be worked on",
  "upstream-timeout": "{who} did not answer in time",
  "waf-block": "a security rule turned requests away",
  "worker-connections": "the proxy's connection table was full",
  "wrong-port": "the proxy dialled {who}, where the service does not listen",
  "wrong-protocol": "proxy and {who} spoke different protocols",
};

/** The phrase for a cause, or null for one that has none. */
export function phraseFor(cause: string, who: string, client: string, edge = "the edge"): string | null {
  const phrase = PHRASES[cause];
  const origin = who === UNNAMED ? "the origin" : `the origin ${who}`;
  // Replacement functions, because a value out of a log may hold `$&` and the like.
  return phrase === undefined
    ? null
    : phrase
        .replace("{who}", () => who)
        .replace("{client}", () => client)
        .replace("{edge}", () => edge)
        .replace("{origin}", () => origin);
}
