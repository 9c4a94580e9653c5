/**
 * Causes that step back when another one explains the same messages more closely. `to` are the closer causes, `from` the score
 * they must reach: their weights are what is left after the shared message, so passing one half means a discriminator was present.
 */
export const GIVE_WAY: readonly { cause: string; to: readonly string[]; from: number }[] = [
  {
    cause: "premature-close",
    to: [
      "upstream-crash",
      "keepalive-race",
      "upstream-timeout",
      "upstream-overload",
      "wrong-protocol",
      "rolling-deploy",
      "early-response",
      "abusive-client",
    ],
    from: 0.5,
  },
  {
    cause: "connection-timeout",
    to: ["firewall-drop", "packet-loss", "conntrack-full", "no-route", "cdn-origin-unreachable"],
    from: 0.72,
  },
  // A consequence: whatever took the peers out in the minute before goes first, even if its messages are few.
  {
    cause: "no-live-upstreams",
    to: [
      "upstream-down",
      "wrong-port",
      "upstream-crash",
      "premature-close",
      "upstream-timeout",
      "upstream-overload",
      "connection-timeout",
      "no-route",
      "firewall-reject",
      "tls-handshake",
      "tls-verify",
      "wrong-protocol",
      "rolling-deploy",
      "cdn-origin-unreachable",
      "socket-missing",
      "header-too-big",
      "invalid-response",
      "keepalive-race",
      "port-exhaustion",
    ],
    from: 0.4,
  },
  { cause: "cdn-origin-unreachable", to: ["tls-handshake", "tls-verify", "dns-failure"], from: 0.7 },
  // At an edge every failure to connect is first of all “the edge cannot reach the origin”.
  { cause: "upstream-down", to: ["cdn-origin-unreachable"], from: 0.8 },
  { cause: "no-route", to: ["cdn-origin-unreachable", "firewall-reject"], from: 0.8 },
  { cause: "firewall-drop", to: ["cdn-origin-unreachable"], from: 0.95 },
  // The same refused and closed connections, but one upstream after the other beside a deploy.
  { cause: "upstream-down", to: ["rolling-deploy", "wrong-port", "upstream-crash", "firewall-reject"], from: 0.75 },
  { cause: "upstream-crash", to: ["rolling-deploy"], from: 0.75 },
  // What a single client sets off is named after the client; the mechanism stays second.
  { cause: "upstream-crash", to: ["abusive-client"], from: 0.8 },
  { cause: "upstream-timeout", to: ["abusive-client"], from: 0.8 },
  { cause: "upstream-overload", to: ["abusive-client"], from: 0.8 },
  { cause: "header-too-big", to: ["abusive-client"], from: 0.85 },
  { cause: "invalid-response", to: ["abusive-client"], from: 0.85 },
  // The flag of a rule that refused is the same whichever rule it was; a limiter in the configuration says more.
  { cause: "waf-block", to: ["rate-limited"], from: 0.75 },
  // A loop fills the connection table; the table is not what is wrong.
  { cause: "worker-connections", to: ["proxy-loop"], from: 0.7 },
  // Each round hands on what the next one answered.
  { cause: "passed-through", to: ["proxy-loop"], from: 0.6 },
  { cause: "premature-close", to: ["proxy-loop"], from: 0.6 },
  { cause: "fd-exhaustion", to: ["proxy-loop"], from: 0.7 },
  // Workers all busy is why the queue is full, but errno 11 is what nginx met.
  { cause: "upstream-overload", to: ["backlog-full"], from: 0.8 },
];

/** Whether the two explain the same thing at different depth, so that both being likely is no contradiction. */
export function areRelated(one: string, other: string): boolean {
  return GIVE_WAY.some(
    ({ cause, to }) => (cause === one && to.includes(other)) || (cause === other && to.includes(one)),
  );
}
