import { surgeSignal } from "./circumstances";
import { limitsIn, place, written } from "./config-reading";
import { defineCause, type Signal } from "./define-cause";
import { againstAnswered } from "./failing-attempts";
import { messagesOf, messageSignal, proxyMessageSignal, silence } from "./message-signal";
import { percent } from "./number-words";
import { liveState, looking, ofProduct, settings, settingsAndReload } from "./product-words";
import { supports } from "./signal";
import { faultShare, seenStatuses, statusesOf } from "./status-of-fault";
import { check, fix, prevent } from "./step-template";

export const workerConnections = defineCause({
  id: "worker-connections",
  category: "overload",
  title: "The proxy's own connection table is full",
  summary:
    "All of the proxy's connections (nginx's worker_connections) are taken: by a surge, by slow clients, by long-lived sockets, or by requests that wait for a slow upstream. Each proxied request takes two of them.",
  docs: "https://nginx.org/en/docs/ngx_core_module.html#worker_connections",
  needs: [],
  helps: ["signatures", "proxyMessages"],
  tellsApart: "From file descriptors: the message “worker_connections are not enough”.",
  weigh: (evidence) => {
    const full = messagesOf(evidence, ["worker-connections"]);
    const aboutProxy = (evidence.proxyMessages ?? []).some((fact) => fact.cause === "worker-connections");
    const signals: Signal[] = [
      ...messageSignal(evidence, full, 5),
      ...proxyMessageSignal(evidence, ["worker-connections"], 3.8),
      ...(aboutProxy ? [] : silence(evidence, full, "“worker_connections are not enough”")),
      ...againstAnswered(evidence),
    ];
    const own = faultShare(evidence, "exhausted");
    if (own > 0.5 && (full.length > 0 || aboutProxy))
      signals.push(
        supports(
          `${percent(own)} of the failures are ${ofProduct(evidence)} own ${seenStatuses(evidence, statusesOf(evidence.product, "exhausted"))}`,
          0.8,
          "access-log",
          evidence.spike.samples,
        ),
      );
    const limit = limitsIn(evidence, "proxy-connections")[0];
    if (limit !== undefined && (full.length > 0 || aboutProxy))
      signals.push(supports(`${place(limit)}: ${written(limit)}`, 0.6, "config"));
    if (full.length > 0 || aboutProxy) signals.push(...surgeSignal(evidence, 0.6));
    return signals;
  },
  steps: (evidence) => [
    check(
      "connections-status",
      "Read the active connections",
      evidence.product === "nginx"
        ? "Active near workers × worker_connections means that the table is full."
        : "As many connections as the proxy allows mean that the table is full.",
      [...liveState(evidence).slice(0, 1), ...looking(evidence, "client-slots"), "ss -s"],
      evidence.product === "nginx"
        ? "Active connections, and which state holds them (Reading, Writing, Waiting)."
        : "Connections in use against the limit, and what holds them.",
    ),
    fix(
      "connections-raise",
      evidence.product === "nginx" ? "Raise worker_connections" : "Raise the limit of connections",
      "Memory per connection is small; the limit is usually the default.",
      settingsAndReload(evidence, "client-slots"),
      "No new “not enough” line.",
    ),
    fix(
      "connections-slow",
      "Let slow clients and slow upstreams hold fewer",
      "Waiting connections are connections too.",
      settings(evidence, "slow-clients"),
      evidence.product === "nginx" ? "Waiting in nginx_status falls." : "The number of idle connections falls.",
    ),
    prevent(
      "connections-alert",
      "Alert at 70 % of the table",
      "It fills gradually before it overflows at once.",
      evidence.product === "nginx"
        ? ["curl -s http://127.0.0.1/nginx_status | awk '/Active/{print $3}'"]
        : liveState(evidence),
      "A load test at 1.5 × peak stays below.",
    ),
  ],
});
