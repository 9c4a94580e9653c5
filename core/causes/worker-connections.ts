import { surgeSignal } from "./circumstances";
import { limitsIn, place, written } from "./config-reading";
import { defineCause, type Signal } from "./define-cause";
import { againstAnswered, statusShare } from "./failing-attempts";
import { messagesOf, messageSignal, proxyMessageSignal, silence } from "./message-signal";
import { percent } from "./number-words";
import { supports } from "./signal";
import { check, fix, prevent } from "./step-template";

export const workerConnections = defineCause({
  id: "worker-connections",
  category: "overload",
  title: "The proxy's own connection table is full",
  summary:
    "All worker_connections are taken: by a surge, by slow clients, by long-lived sockets, or by requests that wait for a slow upstream. Each proxied request takes two of them.",
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
    const own500 = statusShare(evidence, 500);
    if (own500 > 0.5 && (full.length > 0 || aboutProxy))
      signals.push(
        supports(`${percent(own500)} of the failures are nginx's own 500`, 0.8, "access-log", evidence.spike.samples),
      );
    const limit = limitsIn(evidence, "proxy-connections")[0];
    if (limit !== undefined && (full.length > 0 || aboutProxy))
      signals.push(supports(`${place(limit)}: ${written(limit)}`, 0.6, "config"));
    if (full.length > 0 || aboutProxy) signals.push(...surgeSignal(evidence, 0.6));
    return signals;
  },
  steps: () => [
    check(
      "connections-status",
      "Read the active connections",
      "Active near workers × worker_connections means that the table is full.",
      [
        "curl -s http://127.0.0.1/nginx_status",
        "nginx -T 2>/dev/null | grep -nE 'worker_(connections|processes|rlimit)'",
        "ss -s",
      ],
      "Active connections, and which state holds them (Reading, Writing, Waiting).",
    ),
    fix(
      "connections-raise",
      "Raise worker_connections",
      "Memory per connection is small; the limit is usually the default.",
      ["events { worker_connections 16384; }", "worker_rlimit_nofile 65535;", "nginx -t && nginx -s reload"],
      "No new “not enough” line.",
    ),
    fix(
      "connections-slow",
      "Let slow clients and slow upstreams hold fewer",
      "Waiting connections are connections too.",
      ["client_header_timeout 10s; client_body_timeout 10s; keepalive_timeout 15s;"],
      "Waiting in nginx_status falls.",
    ),
    prevent(
      "connections-alert",
      "Alert at 70 % of the table",
      "It fills gradually before it overflows at once.",
      ["curl -s http://127.0.0.1/nginx_status | awk '/Active/{print $3}'"],
      "A load test at 1.5 × peak stays below.",
    ),
  ],
});
