import { surgeSignal } from "./circumstances";
import { defineCause, type Signal } from "./define-cause";
import { againstAnswered, againstConnected } from "./failing-attempts";
import { messagesOf, messageSignal, silence } from "./message-signal";
import { settings, settingsAndReload } from "./product-words";
import { check, fix, prevent } from "./step-template";

export const portExhaustion = defineCause({
  id: "port-exhaustion",
  category: "network",
  title: "The proxy has no free local port toward the upstream",
  summary:
    "Every connection to one upstream address needs a local port of its own; connections in use or in TIME-WAIT have taken them all. It grows with the request rate and hits the busiest upstream.",
  docs: "https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive",
  needs: [],
  helps: ["signatures"],
  tellsApart: "Errno 99 in the error log; ss shows tens of thousands of TIME-WAIT sockets to one address.",
  weigh: (evidence) => {
    const none = messagesOf(evidence, ["port-exhaustion"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, none, 4.8),
      ...silence(evidence, none, "“Cannot assign requested address”"),
      ...againstConnected(evidence),
      ...againstAnswered(evidence),
    ];
    if (none.length > 0) signals.push(...surgeSignal(evidence, 0.8));
    return signals;
  },
  steps: (evidence) => [
    check(
      "ports-count",
      "Count the sockets toward {upstreamHost}",
      "Errno 99: no local port was left for this address.",
      [
        "ss -tan state time-wait dst {upstreamHost} | wc -l",
        "sysctl net.ipv4.ip_local_port_range net.ipv4.tcp_tw_reuse",
      ],
      "A count near the size of the range (28,000 by default).",
    ),
    fix(
      "ports-reuse",
      "Keep upstream connections open",
      "A reused connection needs no new port.",
      settingsAndReload(evidence, "reuse"),
      "TIME-WAIT falls by a factor of ten.",
    ),
    fix(
      "ports-widen",
      "Widen the range",
      "Helps at once, until the next doubling of traffic.",
      ["sysctl -w net.ipv4.ip_local_port_range='1024 65535' net.ipv4.tcp_tw_reuse=1"],
      "No errno 99 under load.",
    ),
    prevent(
      "ports-tuples",
      "Use several upstream or source addresses",
      "Each pair of addresses has its own ports.",
      settings(evidence, "source-ports"),
      "A load test at 1.5 × peak shows no errno 99.",
    ),
  ],
});
