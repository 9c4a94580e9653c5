import type { Evidence } from "@/core/evidence/evidence";
import { defineCause, type Signal } from "./define-cause";
import { excess, messagesOf, messageSignal, messageText, proxyMessageSignal, sourceOf } from "./message-signal";
import { count, duration, named, percent } from "./number-words";
import { settings } from "./product-words";
import { opposes, supports } from "./signal";
import { checksSlowAlone } from "./slow-checks";
import { markerNaming, markerText } from "./circumstances";
import { check, fix, prevent } from "./step-template";

const HEALTH_ROUTE = /\/(healthz?|livez|readyz|ping|status|health[-_]?check)\b/i;

/** Requests that met the fault before the checks did: a check asks every few seconds, so that few requests come before it. */
const ENOUGH_MET = 3;

/** Checks that time out while requests do not; the check may still wait for something that few requests need, so that it is no proof. */
function slowChecks(evidence: Evidence): Signal[] {
  const slow = checksSlowAlone(evidence);
  if (slow.length === 0 || evidence.latency === null) return [];
  const { beforeP50, duringP50 } = evidence.latency;
  const figures =
    beforeP50 === null || duringP50 === null ? "" : ` (median ${duration(beforeP50)}, now ${duration(duringP50)})`;
  return [
    ...messageSignal(evidence, slow, 3.4),
    supports(`Requests that reached a server took no longer than before${figures}`, 1.2, "access-log"),
  ];
}

export const healthCheckFailing = defineCause({
  id: "health-check-failing",
  category: "config",
  title: "The health check fails while the instances work",
  summary:
    "The check asks for the wrong path, host or status, or is too impatient, so healthy instances are taken out of rotation.",
  docs: "https://nginx.org/en/docs/http/ngx_http_upstream_module.html#max_fails",
  needs: [],
  helps: ["signatures", "routes"],
  tellsApart: "From dead instances: direct requests to the business routes succeed while the pool counts as down.",
  weigh: (evidence) => {
    const said = messagesOf(evidence, ["health-check-failing"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, said, 4.2),
      ...slowChecks(evidence),
      ...proxyMessageSignal(evidence, ["health-check-failing"], 3),
    ];
    const route = (evidence.routes ?? []).find((share) => HEALTH_ROUTE.test(share.value) && share.failedShare > 0.8);
    if (route !== undefined)
      signals.push(
        supports(
          `${percent(route.failedShare)} of the failures are on ${named(route.value)} (${count(route.failed)})`,
          1.2,
          "access-log",
        ),
      );
    const met = messagesOf(evidence, ["upstream-down", "connection-timeout", "no-route"]);
    if (said.length > 0 && met.reduce((n, fact) => n + excess(evidence, fact), 0) >= ENOUGH_MET)
      signals.push(
        opposes(
          `Requests met the same as the checks: ${messageText(evidence, met)}`,
          2.5,
          sourceOf(met),
          met.flatMap(({ samples }) => samples).slice(0, 8),
        ),
      );
    const marker = markerNaming(evidence, /health|probe|readiness/i);
    if (marker !== null) signals.push(supports(markerText(marker), 1.2, "markers"));
    return signals;
  },
  steps: (evidence) => [
    check(
      "health-repeat",
      "Repeat the check exactly as it is made",
      "Path, Host header and time limit all matter.",
      [
        "curl -sv --max-time 2 -H 'Host: {host}' http://{upstream}/healthz",
        "curl -sv -o /dev/null --max-time 5 -H 'Host: {host}' http://{upstream}{path}",
      ],
      "The check fails and the business route answers: the check is at fault.",
    ),
    fix(
      "health-correct",
      "Correct path, host or expected status",
      "One wrong check empties the pool.",
      settings(evidence, "health-check"),
      "All members stay up for 30 minutes under load.",
    ),
    prevent(
      "health-damp",
      "Three failures at 2–5 s, and no dependencies in the check",
      "A database hiccup must not take out all instances.",
      ["# readiness: own state only; liveness: process only"],
      "No flapping for a day.",
    ),
  ],
});
