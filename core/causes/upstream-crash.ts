import { burstTurns } from "./burst-turns";
import { defineCause, type Signal } from "./define-cause";
import { constantTimer, failsInstantly, variesWidely } from "./duration-signal";
import { againstAnswered, loneFailingRoute, neverConnectedShare } from "./failing-attempts";
import { appMessageSignal, messageShare, messagesOf, messageSignal, silence, sourceOf } from "./message-signal";
import { count, duration, named, percent } from "./number-words";
import { settings } from "./product-words";
import { opposes, supports } from "./signal";
import { faultShare, lateShare, lateStatuses, seenStatuses } from "./status-of-fault";
import { check, fix, prevent } from "./step-template";

export const upstreamCrash = defineCause({
  id: "upstream-crash",
  category: "upstream",
  title: "The upstream died while it worked on the request",
  summary:
    "The process took the request and then died: a signal, out of memory, a fatal exception. Failures come after varying times, several requests in flight die together, and until the restart the next ones are refused.",
  docs: "https://docs.kernel.org/admin-guide/mm/concepts.html#oom-killer",
  needs: [],
  helps: ["signatures", "durations", "connect", "appMessages"],
  tellsApart:
    "From a worker timeout: varying instead of constant durations. From a keep-alive race: more than 20 ms, and any method. The application's own log, the kernel log and the process's start time decide.",
  weigh: (evidence) => {
    const own = messagesOf(evidence, ["upstream-crash"]);
    const closed = messagesOf(evidence, ["premature-close", "upstream-crash"]);
    const refused = messagesOf(evidence, ["upstream-down"]);
    const closedShare = messageShare(evidence, closed);
    const refusedShare = messageShare(evidence, refused);
    const never = neverConnectedShare(evidence);
    const deaths =
      closedShare >= 0.05 ||
      (evidence.signatures === null && never !== null && never <= 0.9 && faultShare(evidence, "closed") > 0.5);
    const signals: Signal[] = [
      ...(own.length > 0 ? messageSignal(evidence, own, 2.6) : messageSignal(evidence, closed, 0.9)),
      ...silence(evidence, closed, "“prematurely closed” or “reset by peer”"),
      ...appMessageSignal(evidence, ["upstream-crash"]),
      ...againstAnswered(evidence),
    ];
    const { durations } = evidence;
    if (deaths && durations !== null && variesWidely(evidence)) {
      signals.push(
        supports(
          `The connection went after varying times, ${duration(durations.p10)} to ${duration(durations.p90)}: work was under way`,
          2.2,
          "access-log",
          durations.samples,
        ),
      );
    }
    if (closedShare >= 0.05 && refusedShare >= 0.1) {
      signals.push(
        supports(
          `First connections died, then they were refused (${percent(closedShare)} and ${percent(refusedShare)} of the messages): it went down with requests in flight`,
          2.4 * Math.min(1, 4 * closedShare),
          sourceOf([...closed, ...refused]),
          closed[0]?.samples,
        ),
      );
    } else if (
      evidence.signatures === null &&
      never !== null &&
      never > 0.1 &&
      never < 0.9 &&
      evidence.connect !== null &&
      faultShare(evidence, "closed") > 0.8
    ) {
      signals.push(
        supports(
          `${count(evidence.connect.connected)} attempts died after connecting, ${count(evidence.connect.never)} were not accepted any more`,
          1.8,
          "access-log",
          evidence.connect.samples,
        ),
      );
    } else if (never !== null && never >= 0.9 && evidence.connect !== null) {
      signals.push(
        opposes(
          `${count(evidence.connect.never)} attempts never connected, so there was no request to die with`,
          3,
          "access-log",
          evidence.connect.samples,
        ),
      );
    }
    const again = evidence.deaths;
    if (again !== null && again.mostOnOne >= 2) {
      signals.push(
        supports(
          `${count(again.count)} times connections broke off and the next were refused, up to ${count(again.mostOnOne)} times on one upstream: it dies and comes back`,
          Math.min(3, 1.2 + 0.6 * again.mostOnOne),
          evidence.lacks.errorLog ? "access-log" : "error-log",
          again.samples,
        ),
      );
    }
    if (deaths && burstTurns(evidence) === "again" && evidence.bursts !== null) {
      const { count: bursts } = evidence.bursts;
      signals.push(supports(`${count(bursts)} bursts hit the same upstreams again and again`, 1.2, "access-log"));
    }
    const route = loneFailingRoute(evidence);
    if (route !== null && closedShare >= 0.3)
      signals.push(
        supports(`${percent(route.failedShare)} of the failures are on ${named(route.value)}`, 0.7, "access-log"),
      );
    const timer = constantTimer(evidence);
    if (timer !== null)
      signals.push(
        opposes(
          `${percent(timer.modalShare)} of the failures take ${duration(timer.modalMs)}: a timer, not a death`,
          3,
          "access-log",
          timer.samples,
        ),
      );
    else if (failsInstantly(evidence) && refusedShare < 0.1 && (never === null || never < 0.2)) {
      signals.push(
        opposes("Failures end within 20 ms: hardly anything was worked on", 1.4, "access-log", durations?.samples),
      );
    }
    const late = lateShare(evidence);
    if (late > 0.3)
      signals.push(
        opposes(
          `${percent(late)} of the failures are ${seenStatuses(evidence, lateStatuses(evidence))}: the upstream kept the connection`,
          2.5 * late,
          "access-log",
        ),
      );
    return signals;
  },
  steps: (evidence) => [
    check(
      "crash-reason",
      "Find the death in the kernel's and the application's log",
      "The connection was closed in the middle of a request; a kill, an OOM and an exception each leave a line in that second.",
      [
        "dmesg -T | grep -Ei 'oom|killed process|segfault'",
        "journalctl -u APP --since '{since}' --until '{until}' --no-pager",
        "coredumpctl list --since '{since}'",
      ],
      "A line at the onset names signal, OOM or exception.",
    ),
    check(
      "crash-replay",
      "Replay a failing request straight to {upstream}",
      "If one request kills it every time, the fault is in that route; if not, it is memory or load.",
      ["curl -sv -o /dev/null http://{upstream}{path}", "ps -o lstart=,rss=,cmd= -C APP"],
      "curl gets a status, or an empty reply and a new start time of the process.",
    ),
    fix(
      "crash-contain",
      "Roll back if it began with a release; else give it room",
      "A process that dies takes every request in flight with it.",
      [
        "systemctl restart APP",
        "# memory: raise the limit of the cgroup or pod, or run fewer workers (pm.max_children, --workers, -Xmx)",
      ],
      "No new signal or OOM line, and the restart counter stands still.",
    ),
    prevent(
      "crash-retry-idempotent",
      "Retry what may be retried on another peer",
      "GET and HEAD can go to a second peer; a POST may have been executed and must not be repeated blindly.",
      settings(evidence, "retry-idempotent"),
      evidence.product === "nginx"
        ? "Lines with “502, 200” in $upstream_status instead of a 502 for the client."
        : "Requests that met a dying process are answered by another peer.",
    ),
  ],
});
