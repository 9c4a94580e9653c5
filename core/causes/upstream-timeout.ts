import type { TimerKind } from "@/core/configs/proxy-config";
import type { Evidence } from "@/core/evidence/evidence";
import { againstHealthyOrigin, growthText, slowdown, trafficGrowth } from "./circumstances";
import { place, written } from "./config-reading";
import { defineCause, type Signal } from "./define-cause";
import { fatesAtOrigin, fatesSentence } from "./edge-and-origin";
import { constantTimer, timerInConfig } from "./duration-signal";
import {
  againstAnswered,
  againstNeverConnected,
  isOnSomeRoutes,
  loneFailingRoute,
  neverConnectedShare,
  untriedShare,
} from "./failing-attempts";
import {
  appExplains,
  appMessageSignal,
  excess,
  messageShare,
  messagesOf,
  messageSignal,
  silence,
} from "./message-signal";
import { duration, named, percent, times } from "./number-words";
import { settingsAndReload } from "./product-words";
import { opposes, supports } from "./signal";
import { faultShare, lateStatuses, mixedStatuses, promptShare, seenStatuses, triedLateShare } from "./status-of-fault";
import { check, fix, prevent } from "./step-template";

const READ_TIMERS: readonly TimerKind[] = ["read", "total", "send"];

/**
 * A common duration without a status of its own: a killed worker, where a connection was made or nobody can say. A product that gives
 * attempts to connect the same status leaves it open whether there ever was one.
 */
function killerWeight(evidence: Evidence, never: number | null): number {
  if (never !== null || evidence.signatures !== null) return 3.2;
  const mayBeConnect = lateStatuses(evidence, "connect-timeout").length === 0;
  return mayBeConnect && !isOnSomeRoutes(evidence) && faultShare(evidence, "connect-timeout") >= 0.3 ? 1.2 : 2.4;
}

export const upstreamTimeout = defineCause({
  id: "upstream-timeout",
  category: "overload",
  title: "The upstream did not answer in the time allowed",
  summary:
    "The upstream took the request and was still working when a timer ran out: the proxy's own (504), or one that kills the worker in the application (502). All failures then take the same time.",
  docs: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_read_timeout",
  needs: [],
  helps: ["signatures", "durations", "connect", "routes", "config"],
  tellsApart:
    "From overload: one route or constant traffic, other requests as fast as before. From a connection timeout: $upstream_connect_time is a number. From a crash: the same duration every time.",
  weigh: (evidence) => {
    const timedOut = messagesOf(evidence, ["upstream-timeout"]);
    const closed = messagesOf(evidence, ["premature-close", "upstream-crash"]);
    const closedShare = messageShare(evidence, closed);
    const late = triedLateShare(evidence);
    // Where a time-out has the status of a closed connection, the messages are all that tells them apart, and do.
    const silentStatus = timedOut.length > 0 && faultShare(evidence, "read-timeout") - late >= 0.6;
    const signals: Signal[] = [
      ...messageSignal(evidence, timedOut, silentStatus ? 4.4 : 3.6),
      ...(closedShare < 0.3 ? silence(evidence, timedOut, "“timed out … reading response header”") : []),
      ...appMessageSignal(evidence, ["upstream-timeout"]),
      ...againstNeverConnected(evidence),
      ...againstAnswered(evidence),
    ];
    const { durations } = evidence;
    const never = neverConnectedShare(evidence);
    const timer = constantTimer(evidence);
    if (late >= 0.6 && (never === null || never <= 0.3)) {
      const connected = never === null ? "" : ", and their attempts had connected";
      signals.push(
        supports(
          `${percent(late)} of the failures are ${seenStatuses(evidence, lateStatuses(evidence))}${connected}`,
          never === null ? 1.8 : 2.5,
          "access-log",
          evidence.connect?.samples ?? evidence.spike.samples,
        ),
      );
    }
    if (timer !== null && (never === null || never <= 0.3)) {
      const mayBeOwn = closedShare < 0.3 && faultShare(evidence, "read-timeout") >= 0.6;
      const killer = late < 0.3 && (closedShare >= 0.3 || evidence.signatures === null);
      const text = `${percent(timer.modalShare)} of the failures took ${duration(timer.modalMs)}: a timer${killer && !mayBeOwn ? " that kills the worker" : ""}`;
      signals.push(
        supports(text, killer ? killerWeight(evidence, never) : silentStatus ? 1.6 : 1, "access-log", timer.samples),
      );
      const configured = timerInConfig(evidence, timer.modalMs, READ_TIMERS);
      if (configured !== null && !killer)
        signals.push(supports(`${place(configured)}: ${written(configured)}`, 0.9, "config"));
    } else if (
      durations !== null &&
      late < 0.3 &&
      untriedShare(evidence) < 0.2 &&
      (durations.modalMs < 900 || durations.modalShare < 0.4)
    ) {
      signals.push(
        opposes(
          `The failures have no common duration of a timer (${duration(durations.p10)} to ${duration(durations.p90)})`,
          2,
          "access-log",
          durations.samples,
        ),
      );
    }
    const connectTimer = timer === null ? null : timerInConfig(evidence, timer.modalMs, ["connect"]);
    if (timer !== null && connectTimer !== null && timerInConfig(evidence, timer.modalMs, READ_TIMERS) === null) {
      signals.push(
        opposes(
          `${duration(timer.modalMs)} is the connect timer (${place(connectTimer)}), not the read timer`,
          2.2,
          "config",
        ),
      );
    }
    signals.push(...againstHealthyOrigin(evidence));
    const fates = fatesAtOrigin(evidence);
    // The origin had the requests and made no error of them: it was at work when the edge's timer ran out.
    if (fates !== null && fates.gone + fates.answered >= 0.5 * fates.compared)
      signals.push(supports(fatesSentence(fates, "edge"), 1.2, "edge-and-origin", evidence.spike.samples));
    const route = loneFailingRoute(evidence);
    if (route !== null && (late >= 0.5 || timer !== null)) {
      signals.push(
        supports(
          `${percent(route.failedShare)} of the failures are on ${named(route.value)}; other routes answer in time`,
          1,
          "access-log",
        ),
      );
    }
    const busy = (evidence.appMessages ?? []).find(
      (fact) => fact.cause === "upstream-overload" && excess(evidence, fact) >= 1,
    );
    // Where the application says of each request that it took too long, busy workers are what comes of it.
    if (busy !== undefined && appExplains(evidence, ["upstream-timeout"]) < 0.5)
      signals.push(opposes(`The application ran out of workers: ${busy.label}`, 2.8, "app-log", busy.samples));
    const growth = trafficGrowth(evidence);
    const slower = slowdown(evidence);
    if (growth >= 1.5 && route === null) {
      signals.push(
        opposes(
          `Traffic rose ${growthText(evidence)}: the upstream is short of workers rather than slow by itself`,
          Math.min(1.6, growth - 0.7),
          "access-log",
        ),
      );
    } else if (growth < 1.3 && late >= 0.5 && evidence.traffic.times !== null) {
      signals.push(supports(`Traffic did not grow (${growthText(evidence)})`, 0.6, "access-log"));
    }
    if (route === null && growth >= 1.3 && slower !== null && slower >= 2)
      signals.push(opposes(`Successful requests slowed down too (${times(slower)})`, 0.6, "access-log"));
    if (late > 0.1 && promptShare(evidence) > 0.1 && untriedShare(evidence) < 0.1)
      signals.push(opposes(mixedStatuses(evidence), 0.8, "access-log"));
    return signals;
  },
  steps: (evidence) => [
    check(
      "timeout-direct",
      "Send the same request straight to {upstream} and time it",
      "The failures end when a timer runs out; the question is how long the answer would take.",
      [
        "curl -s -o /dev/null -w '%{http_code} connect %{time_connect} first byte %{time_starttransfer} total %{time_total}\\n' --max-time 300 http://{upstream}{path}",
      ],
      "The total is longer than the timer: the request is slow. Shorter: it was waiting for a worker.",
    ),
    check(
      "timeout-where",
      "See what the application waits for",
      "A slow query, a lock and a call to another service look the same from outside.",
      [
        "py-spy dump --pid PID   # or: jstack PID · php-fpm slowlog · node --cpu-prof",
        'psql -c "select pid, state, wait_event, now()-query_start as age, left(query,80) from pg_stat_activity order by age desc limit 10"',
      ],
      "Many workers stand on the same line.",
    ),
    fix(
      "timeout-shorten",
      "Make the request faster or answer at once and work later",
      "A longer timer only moves the wait to the client.",
      ["# bring back the index or query that changed; or 202 Accepted and poll"],
      "The 99th percentile lies below the smallest timer; no line whose time equals a timer.",
    ),
    fix(
      "timeout-order",
      "Order the timers, innermost smallest, and only then lengthen",
      "If the inner timer fires first, the answer is a clean 503/504 and the worker is free again.",
      settingsAndReload(evidence, "read-timeout"),
      "client > CDN > proxy > application > database holds for every pair.",
    ),
    prevent(
      "timeout-slowlog",
      "Keep a slow log of the application, and alert on the 99th percentile",
      "Slowness shows days before it reaches the timer.",
      ["# php-fpm: request_slowlog_timeout = 5s · postgresql: log_min_duration_statement = 1000"],
      "The next slow route is known before its first timeout.",
    ),
  ],
});
