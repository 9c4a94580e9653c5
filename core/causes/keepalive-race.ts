import { markerBefore, markerText } from "./circumstances";
import { configured, place, written } from "./config-reading";
import { defineCause, type Signal } from "./define-cause";
import { failsInstantly } from "./duration-signal";
import { againstAnswered, againstNeverConnected, loneFailingUpstream } from "./failing-attempts";
import { messagesOf, messageSignal, silence } from "./message-signal";
import { count, duration, percent } from "./number-words";
import { looking, settings, settingsAndReload } from "./product-words";
import { opposes, supports } from "./signal";
import { lateShare, lateStatuses, seenStatuses } from "./status-of-fault";
import { check, fix, prevent } from "./step-template";

/** Methods nginx does not repeat on its own, so that their failures reach the client. */
const NOT_REPEATED = ["POST", "PATCH", "LOCK"];

export const keepaliveRace = defineCause({
  id: "keepalive-race",
  category: "upstream",
  title: "The upstream closed an idle connection just as the proxy used it again",
  summary:
    "The proxy keeps connections to the upstream open and sends a request at the very moment the upstream closes the idle one. Nobody crashed. Few requests are hit, at random; POSTs reach the client as 502 because the proxy silently repeats the rest.",
  docs: "https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive_timeout",
  needs: [],
  helps: ["signatures", "durations", "methods", "rescued", "connect"],
  tellsApart:
    "From a crash: POST far ahead of GET, under 20 ms, on reused connections ($upstream_connect_time 0.000), with “502, 200” pairs in $upstream_status. Compare the two keep-alive timers.",
  weigh: (evidence) => {
    const closed = messagesOf(evidence, ["premature-close"]);
    const reused = messagesOf(evidence, ["keepalive-race"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, closed, 0.8),
      ...messageSignal(evidence, reused),
      ...silence(evidence, [...closed, ...reused], "“prematurely closed”"),
      ...againstNeverConnected(evidence),
      ...againstAnswered(evidence),
    ];
    const { durations, rescued, connect, spike } = evidence;
    const instant = failsInstantly(evidence);
    if (instant && durations !== null) {
      signals.push(
        supports(
          `${percent(durations.instantShare)} of the failures ended within 20 ms`,
          0.7,
          "access-log",
          durations.samples,
        ),
      );
    } else if (durations !== null && durations.p50 > 60) {
      signals.push(
        opposes(
          `Half of the failures took more than ${duration(durations.p50)}; a race fails at once`,
          2.6,
          "access-log",
          durations.samples,
        ),
      );
    }
    const methods = evidence.methods ?? [];
    const unsafe = methods.filter((share) => NOT_REPEATED.includes(share.value));
    const failedShare = unsafe.reduce((n, share) => n + share.failedShare, 0);
    const requestShare = unsafe.reduce((n, share) => n + share.requestShare, 0);
    if (methods.length > 0 && spike.failed >= 3) {
      if (failedShare >= 0.75 && failedShare >= 1.8 * requestShare) {
        signals.push(
          supports(
            `${percent(failedShare)} of the failures are POSTs, which are ${percent(requestShare)} of the requests`,
            2.4,
            "access-log",
            spike.samples,
          ),
        );
      } else if (failedShare < 1.3 * requestShare && requestShare < 0.6) {
        signals.push(
          opposes(
            `GET and POST fail alike (${percent(failedShare)} of the failures and ${percent(requestShare)} of the requests are POSTs)`,
            rescued !== null && rescued.count > 3 ? 0.5 : 1.4,
            "access-log",
          ),
        );
      }
    }
    if (rescued !== null && rescued.count >= 2 && rescued.perRequest > 2 * rescued.baselinePerRequest && instant) {
      const again = rescued.sameAddressTwice > 0 ? `, ${count(rescued.sameAddressTwice)} on the same address` : "";
      signals.push(
        supports(
          `${count(rescued.count)} requests were saved by a second attempt (“502, 200”)${again}`,
          rescued.sameAddressTwice > 0 ? 2 : 1,
          "access-log",
          rescued.samples,
        ),
      );
    }
    if (connect !== null && connect.connected > 0 && connect.zero >= 0.8 * connect.connected && instant) {
      signals.push(
        supports(
          `${count(connect.zero)} of ${count(connect.connected)} failing attempts connected in 0 ms, as on a reused connection`,
          0.6,
          "access-log",
          connect.samples,
        ),
      );
    }
    const pools = configured(evidence, evidence.config?.keepaliveUpstream);
    const pooled = pools.find(({ value }) => value.on);
    const off = pools[0] === undefined ? "" : ` (${place(pools[0])}: ${written(pools[0])})`;
    if (pooled !== undefined)
      signals.push(
        supports(
          `${place(pooled)} keeps upstream connections open (${written(pooled)})`,
          pooled.value.byDefault ? 0.3 : 0.7,
          "config",
        ),
      );
    else if (evidence.config !== null)
      signals.push(opposes(`The configuration keeps no upstream connections open${off}`, 1.8, "config"));
    if (spike.ratio > 0.4)
      signals.push(opposes(`${percent(spike.ratio)} of the requests fail; a race hits few`, 2.2, "access-log"));
    else if (spike.ratio < 0.08)
      signals.push(supports(`Only ${percent(spike.ratio)} of the requests fail`, 0.5, "access-log"));
    if (loneFailingUpstream(evidence) === null && (evidence.upstreams ?? []).length > 1 && instant) {
      signals.push(supports("The failures are spread over the upstreams", 0.3, "access-log"));
    }
    const marker = markerBefore(evidence, ["config-reload", "deploy"], 600);
    if (marker !== null && instant) signals.push(supports(markerText(marker), 0.3, "markers"));
    const { requestBytes } = evidence;
    if (requestBytes !== null && requestBytes.largeShare >= 0.6 && requestBytes.failedP50 > 32_768) {
      signals.push(
        opposes(
          `The failing requests are uploads (median ${count(requestBytes.failedP50)} bytes); a race does not choose by size`,
          2.4,
          "access-log",
          requestBytes.samples,
        ),
      );
    }
    const late = lateShare(evidence);
    if (late > 0.2)
      signals.push(
        opposes(
          `${percent(late)} of the failures are ${seenStatuses(evidence, lateStatuses(evidence))}`,
          2.5,
          "access-log",
        ),
      );
    return signals;
  },
  steps: (evidence) => [
    check(
      "race-timers",
      "Compare the two idle timers",
      "A reused connection is safe only if the proxy drops idle connections before the upstream does.",
      [
        ...looking(evidence, "idle"),
        "(printf 'GET / HTTP/1.1\\r\\nHost: {host}\\r\\n\\r\\n'; sleep 300) | nc {upstreamHost} {port} | ts",
      ],
      evidence.product === "nginx"
        ? "The second command shows after how many seconds {upstream} closes; the proxy's keepalive_timeout must be smaller."
        : "The last command shows after how many seconds {upstream} closes; the proxy's idle time for it must be smaller.",
    ),
    fix(
      "race-raise-app",
      "Let the application keep idle connections longer than the proxy",
      "The upstream closes first: that is the whole fault.",
      [
        "# Node: server.keepAliveTimeout = 65000; server.headersTimeout = 66000",
        "# gunicorn --keep-alive 75 · uvicorn --timeout-keep-alive 75 · Apache KeepAliveTimeout 75",
      ],
      "The rate of POST 502 falls to zero at constant traffic.",
    ),
    fix(
      "race-lower-proxy",
      "Or let the proxy drop them earlier",
      "Needs no release of the application.",
      settingsAndReload(evidence, "idle"),
      evidence.product === "nginx"
        ? "“502, 200” pairs in $upstream_status vanish."
        : "The failures of POST end at constant traffic.",
    ),
    prevent(
      "race-idempotent",
      "Make POSTs repeatable before allowing their retry",
      "With an idempotency key a repeated POST does no harm, and the proxy may retry it.",
      settings(evidence, "retry-post"),
      "No duplicate orders in a test that closes connections at random.",
    ),
  ],
});
