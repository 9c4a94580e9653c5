import { defineCause, type Signal } from "./define-cause";
import { againstAnswered, againstConnected } from "./failing-attempts";
import { messagesOf, messageSignal, silence } from "./message-signal";
import { count, times } from "./number-words";
import { liveState, looking, settingsAndReload } from "./product-words";
import { supports } from "./signal";
import { check, fix, prevent } from "./step-template";

export const circuitBreaker = defineCause({
  id: "circuit-breaker",
  category: "overload",
  title: "The proxy's own limit of connections to the upstream was reached",
  summary:
    "A circuit breaker, a queue's time-out or a maximum of connections made the proxy refuse at once instead of waiting. It is deliberate; the slowness behind it is the cause to look for.",
  docs: "https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/circuit_breaking",
  needs: [],
  helps: ["signatures", "latency"],
  tellsApart:
    "From an overloaded upstream: the refusals are the proxy's, before any connection was tried. Log Envoy's %RESPONSE_FLAGS%, HAProxy's termination state and Tw.",
  weigh: (evidence) => {
    const overflow = messagesOf(evidence, ["circuit-breaker"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, overflow, 4.2),
      ...silence(evidence, overflow, "overflow or queue time-out"),
      ...againstConnected(evidence),
      ...againstAnswered(evidence),
    ];
    const { latency } = evidence;
    if (overflow.length > 0 && latency?.beforeP95 && latency.duringP95 && latency.duringP95 > 2 * latency.beforeP95)
      signals.push(
        supports(
          `Requests that succeeded took ${times(latency.duringP95 / latency.beforeP95)} of before: connections were held longer`,
          1,
          "access-log",
        ),
      );
    if (overflow.length > 0 && (evidence.traffic.times ?? 1) > 1.5)
      signals.push(
        supports(
          `Traffic rose to ${count(evidence.traffic.duringPerMinute)} requests a minute, ${times(evidence.traffic.times ?? 1)} of before`,
          0.8,
          "access-log",
        ),
      );
    return signals;
  },
  steps: (evidence) => [
    check(
      "breaker-use",
      "Compare connections in use with the limit",
      "The limit is too low only where the upstream has room left.",
      [...liveState(evidence), ...looking(evidence, "max-connections")],
      "In use = limit: the limit was hit. Then look whether the upstream is slow.",
    ),
    fix(
      "breaker-slowness",
      "Mend what holds the connections, then size the limit",
      "Limit = requests a second at peak × seconds at the 99th percentile × 1.5.",
      settingsAndReload(evidence, "max-connections"),
      "The overflow counters stand still while latency stays flat.",
    ),
    prevent(
      "breaker-watch",
      "Watch connections in use against the limit",
      "The queue fills minutes before the first refusal.",
      [...liveState(evidence).slice(-1), "# alert at 80 % of the limit"],
      "An alert at 80 % of the limit.",
    ),
  ],
});
