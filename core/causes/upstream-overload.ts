import { growthText, slowdown, slowdownSignal, surgeSignal, trafficGrowth } from "./circumstances";
import { defineCause, type Signal } from "./define-cause";
import { againstAnswered, againstNeverConnected, loneFailingRoute, loneFailingUpstream } from "./failing-attempts";
import { appExplains, appMessageSignal, messageShare, messagesOf, messageSignal } from "./message-signal";
import { count, named, percent } from "./number-words";
import { settings, topTalkers } from "./product-words";
import { opposes, supports } from "./signal";
import { checksSlowAlone } from "./slow-checks";
import { lateShare, lateStatuses, mixedStatuses, promptShare, seenStatuses } from "./status-of-fault";
import { check, fix, prevent } from "./step-template";

export const upstreamOverload = defineCause({
  id: "upstream-overload",
  category: "overload",
  title: "The upstream has more requests than it can work on",
  summary:
    "The upstream is alive but has no free worker: requests wait in its queue and then time out, are closed or refused. Requests that still succeed become slower before the first failure, and 502 and 504 come mixed.",
  docs: "https://nginx.org/en/docs/http/ngx_http_upstream_module.html#max_conns",
  needs: [],
  helps: ["latency", "signatures", "appMessages", "durations"],
  tellsApart:
    "From a slow route: traffic rose, all routes are hit, successful requests slowed down first ($upstream_response_time). From a full backlog: errno 11 in the error log. The application's worker gauges decide.",
  weigh: (evidence) => {
    const alone = checksSlowAlone(evidence);
    const own = messagesOf(evidence, ["upstream-overload"]).filter((fact) => !alone.includes(fact));
    const timedOut = messagesOf(evidence, ["upstream-timeout"]);
    const late = lateShare(evidence);
    const waits = messageShare(evidence, timedOut) >= 0.2 || late >= 0.2;
    const growth = trafficGrowth(evidence);
    const slower = slowdown(evidence);
    // Where the application says of each request that it took too long or crashed, busy workers are what comes of it.
    const isConsequence = appExplains(evidence, ["upstream-timeout", "upstream-crash"]) >= 0.5;
    const signals: Signal[] = [
      ...messageSignal(evidence, own),
      ...messageSignal(evidence, timedOut, 1.2),
      ...appMessageSignal(evidence, ["upstream-overload"], isConsequence ? 1.5 : undefined),
      ...surgeSignal(evidence, waits || own.length > 0 || (slower ?? 0) >= 2 ? 1.8 : 0.8),
      ...againstNeverConnected(evidence),
      ...againstAnswered(evidence),
    ];
    if (waits || growth >= 1.5) signals.push(...slowdownSignal(evidence, 1.6));
    if (evidence.signatures === null && late >= 0.2)
      signals.push(
        supports(
          `${percent(late)} of the failures are ${seenStatuses(evidence, lateStatuses(evidence))}: requests waited in vain`,
          1.2,
          "access-log",
          evidence.spike.samples,
        ),
      );
    if (late >= 0.05 && promptShare(evidence) >= 0.05)
      signals.push(supports(mixedStatuses(evidence), 1.2, "access-log", evidence.spike.samples));
    const { correlation } = evidence.traffic;
    if (correlation !== null && correlation >= 0.6 && growth >= 1.2 && evidence.spike.ratio < 0.9)
      signals.push(supports("Failures follow the request rate minute by minute", 0.8, "access-log"));
    if (evidence.spike.rampMinutes >= 3 && waits)
      signals.push(
        supports(`The failures crept in over ${count(evidence.spike.rampMinutes)} minutes`, 0.4, "access-log"),
      );
    // When everything fails the failures follow the traffic by necessity.
    if (evidence.spike.ratio > 0.95 && evidence.spike.rampMinutes <= 1 && !waits)
      signals.push(
        opposes(
          "Everything fails from one minute to the next; an overloaded upstream still serves some",
          1.6,
          "access-log",
        ),
      );
    const route = loneFailingRoute(evidence);
    if (route !== null && growth < 2)
      signals.push(
        opposes(`${percent(route.failedShare)} of the failures are on ${named(route.value)} alone`, 1.5, "access-log"),
      );
    const lone = loneFailingUpstream(evidence);
    if (lone !== null)
      signals.push(
        opposes(`Only ${named(lone.bad.value)} fails, the other upstreams take their share`, 1.8, "access-log"),
      );
    const busy =
      own.length > 0 ||
      (!isConsequence &&
        (evidence.appMessages ?? []).some((fact) => fact.cause === "upstream-overload" && fact.count > 0));
    if (growth < 1.3 && evidence.traffic.times !== null && !busy) {
      signals.push(
        opposes(`Traffic did not grow (${growthText(evidence)})`, slower !== null && slower >= 2 ? 1 : 2, "access-log"),
      );
    }
    return signals;
  },
  steps: (evidence) => [
    check(
      "overload-workers",
      "Count busy workers and the queue in front of them",
      "Failures rise with the traffic: the question is which pool is full.",
      [
        "ss -ltn 'sport = :{port}'   # Recv-Q near Send-Q = queue full",
        "curl -s 'http://127.0.0.1/status?full' | head -20   # php-fpm",
        "vmstat 1 5",
      ],
      "All workers busy, or Recv-Q > 0 for seconds on end.",
    ),
    check(
      "overload-source",
      "See where the traffic comes from",
      "A campaign, a crawler, a purged cache and a retry storm need different answers.",
      [...topTalkers(evidence)],
      "One client or route stands out, or the growth is even.",
    ),
    fix(
      "overload-shed",
      "Shed or cache until it breathes",
      "A queue that only grows helps nobody; fast 503 for some is better than timeouts for all.",
      settings(evidence, "shed"),
      "Response times of successful requests return to what they were before.",
    ),
    fix(
      "overload-capacity",
      "Add workers within memory, or instances",
      "The upstream serves less than it is sent.",
      ["# pm.max_children, gunicorn --workers, more replicas; check memory per worker first"],
      "The queue is empty at peak.",
    ),
    prevent(
      "overload-bound",
      "Bound the queue in the proxy and test at 1.5 times the peak",
      "A bounded queue fails early and recovers at once.",
      settings(evidence, "max-connections"),
      "A load test at 1.5 × peak shows a flat error rate.",
    ),
  ],
});
