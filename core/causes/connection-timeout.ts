import { place, written } from "./config-reading";
import { defineCause, type Signal } from "./define-cause";
import { constantTimer, failsInstantly, isPauseOfRetries, timerInConfig } from "./duration-signal";
import {
  againstAnswered,
  againstConnected,
  isOnSomeRoutes,
  loneUpstreamSignal,
  neverConnectedShare,
} from "./failing-attempts";
import { messageShare, messagesOf, messageSignal, silence } from "./message-signal";
import { count, duration, percent } from "./number-words";
import { settings } from "./product-words";
import { opposes, supports } from "./signal";
import { faultShare, lateStatuses, seenStatuses, triedLateShare } from "./status-of-fault";
import { check, fix, prevent } from "./step-template";

/** Linux gives up a connect after 1, 3, 7, 15, 31, 63 or 127 s, by net.ipv4.tcp_syn_retries; a little is lost to timers. */
function isSynSchedule(ms: number): boolean {
  return [3000, 7000, 15_000, 31_000, 63_000, 127_000].some((end) => ms >= end + 20 && ms <= end * 1.04);
}

/** Timers for connecting are short, those that kill a worker 30 s and more: Caddy dials for 3 s, a balancer for 10 s by default. */
const MAX_DIAL_MS = 10_500;

export const connectionTimeout = defineCause({
  id: "connection-timeout",
  category: "network",
  title: "The upstream's host does not answer connection attempts",
  summary:
    "The proxy's connection attempts get no answer at all until a timer runs out. Packets are dropped by a firewall, the host is gone, the path loses them, or its queue is full: which one is still open.",
  docs: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_connect_timeout",
  needs: [],
  helps: ["signatures", "connect", "durations"],
  tellsApart:
    "tcpdump on the backend: no SYN arrives → dropped before it; SYN without answer → its firewall, queue or conntrack; answer leaves and is repeated → return path.",
  weigh: (evidence) => {
    const silent = messagesOf(evidence, ["connection-timeout"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, silent, 3.8),
      ...silence(evidence, silent, "“timed out … while connecting”"),
      ...againstConnected(evidence),
      ...againstAnswered(evidence),
    ];
    const never = neverConnectedShare(evidence);
    const timer = constantTimer(evidence);
    const late = triedLateShare(evidence, "connect-timeout");

    const refusals = messageShare(evidence, messagesOf(evidence, ["upstream-down"]));
    if (never !== null && never >= 0.8 && evidence.connect !== null) {
      if (late >= 0.6)
        signals.push(
          supports(
            `${count(evidence.connect.never)} attempts never connected and ended in ${seenStatuses(evidence, lateStatuses(evidence, "connect-timeout"))}`,
            3,
            "access-log",
            evidence.connect.samples,
          ),
        );
      else if (timer !== null && !(refusals > 0.5 && isPauseOfRetries(evidence, timer.modalMs)))
        signals.push(
          supports(
            `${count(evidence.connect.never)} attempts never connected and ended after ${duration(timer.modalMs)}`,
            2,
            "access-log",
            evidence.connect.samples,
          ),
        );
    }
    if (timer !== null && (never === null || never > 0.5)) {
      const configured = timerInConfig(evidence, timer.modalMs, ["connect"]);
      const readToo = timerInConfig(evidence, timer.modalMs, ["read"]);
      if (configured !== null && (readToo === null || never !== null)) {
        signals.push(
          supports(
            `${percent(timer.modalShare)} of the failures took ${duration(timer.modalMs)}: ${written(configured)} (${place(configured)})`,
            never === null ? 2.2 : 0.9,
            "config",
          ),
        );
      }
    }
    if (
      timer !== null &&
      never === null &&
      evidence.signatures === null &&
      late < 0.3 &&
      isSynSchedule(timer.modalMs)
    ) {
      signals.push(
        supports(
          `${percent(timer.modalShare)} of the failures took ${duration(timer.modalMs)}, when the kernel gives up repeating a SYN`,
          1.9,
          "access-log",
          timer.samples,
        ),
      );
    }
    // Where a connection given up has the status of a refused one, its duration is all that the line tells.
    const unnamed = lateStatuses(evidence, "connect-timeout").length === 0 && evidence.signatures === null;
    if (timer !== null && never === null && unnamed && faultShare(evidence, "connect-timeout") >= 0.6) {
      signals.push(
        supports(
          `${percent(timer.modalShare)} of the failures took ${duration(timer.modalMs)}, as attempts to connect do that are given up`,
          timer.modalMs <= MAX_DIAL_MS && !isOnSomeRoutes(evidence) ? 2.2 : 1.2,
          "access-log",
          timer.samples,
        ),
      );
    }
    if (failsInstantly(evidence))
      signals.push(
        opposes("The failures end within 20 ms: nobody waited", 3, "access-log", evidence.durations?.samples),
      );
    if (silent.length > 0) signals.push(...loneUpstreamSignal(evidence, 0.4));
    return signals;
  },
  steps: (evidence) => [
    check(
      "connect-try",
      "Try to connect from the proxy host",
      "Attempts get no answer; the question is where the packets end.",
      ["nc -vz -w 3 {upstreamHost} {port}", "traceroute -T -p {port} {upstreamHost}"],
      "Connected: it is over or intermittent. Timed out: go on.",
    ),
    check(
      "connect-capture",
      "Watch for the SYN on the backend",
      "This one capture separates firewall, host and return path.",
      [
        "tcpdump -ni any 'tcp port {port} and tcp[tcpflags] & (tcp-syn|tcp-rst) != 0'",
        "nstat -az TcpExtListenOverflows TcpExtListenDrops",
      ],
      "No SYN: dropped before the host. SYN, no answer: local firewall, full queue or conntrack. Answer repeated: return path.",
    ),
    fix(
      "connect-open",
      "Open the path that the capture shows closed",
      "Security group, firewall rule, route or the host itself.",
      ["nft list ruleset | grep -nE 'drop|{port}'", "iptables -L -n -v | grep -E 'DROP|{port}'"],
      "nc connects, and connect times are below 100 ms.",
    ),
    prevent(
      "connect-short-timer",
      "Short connect timer, second peer, retry",
      "Nothing was sent, so a retry on another peer is safe for every method.",
      settings(evidence, "fail-over"),
      "Drop packets to one peer in a test: clients notice at most 2 s.",
    ),
  ],
});
