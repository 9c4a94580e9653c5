import { defineCause, type Signal } from "./define-cause";
import { constantTimer, failsInstantly } from "./duration-signal";
import { againstAnswered, againstConnected, loneUpstreamSignal, neverConnectedShare } from "./failing-attempts";
import { messagesOf, messageSignal, silence } from "./message-signal";
import { duration, percent } from "./number-words";
import { settings } from "./product-words";
import { opposes, supports } from "./signal";
import { faultShare } from "./status-of-fault";
import { check, fix, prevent } from "./step-template";

export const noRoute = defineCause({
  id: "no-route",
  category: "network",
  title: "There is no way to the upstream's host",
  summary:
    "The network says that the host or network cannot be reached: the host is gone from its subnet (the kernel gives up after about three seconds), or no route leads there.",
  docs: "https://man7.org/linux/man-pages/man7/ip.7.html",
  needs: [],
  helps: ["signatures", "durations", "connect"],
  tellsApart:
    "From a rejecting firewall: errno 113 after about 3 s is a dead host, within a millisecond a firewall. From a dropping firewall: errno 110 instead of 113.",
  weigh: (evidence) => {
    const unreachable = messagesOf(evidence, ["no-route"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, unreachable, 4.5),
      ...silence(evidence, unreachable, "“No route to host” or “Network is unreachable”"),
      ...againstConnected(evidence),
      ...againstAnswered(evidence),
    ];
    const timer = constantTimer(evidence);
    const never = neverConnectedShare(evidence);
    // An unanswered ARP request is repeated for three seconds before the kernel reports EHOSTUNREACH.
    const arp = timer !== null && timer.modalMs >= 2900 && timer.modalMs <= 3200;
    const fits = faultShare(evidence, "refused") > 0.7;
    if (
      timer !== null &&
      arp &&
      fits &&
      (unreachable.length > 0 || (evidence.signatures === null && never !== null && never > 0.8))
    ) {
      signals.push(
        supports(
          `${percent(timer.modalShare)} of the failures took ${duration(timer.modalMs)}, as long as the kernel asks for a neighbour that is gone`,
          unreachable.length > 0 ? 1 : 2.2,
          "access-log",
          timer.samples,
        ),
      );
    }
    const hostGone = unreachable.every((fact) => (fact.errno ?? "").startsWith("113"));
    if (unreachable.length > 0 && hostGone && failsInstantly(evidence)) {
      signals.push(
        opposes(
          "Errno 113 within 20 ms: an ICMP rejection or a blocked route, not a missing neighbour",
          1.2,
          "access-log",
          evidence.durations?.samples,
        ),
      );
    }
    if (unreachable.length > 0) signals.push(...loneUpstreamSignal(evidence, 0.6));
    return signals;
  },
  steps: (evidence) => [
    check(
      "route-neighbour",
      "Ask the kernel for route and neighbour",
      "Errno 113 or 101 comes from the proxy's own kernel or a router on the way.",
      [
        "ip route get {upstreamHost}",
        "ip neigh show {upstreamHost}",
        "ping -c 3 {upstreamHost}",
        "mtr -rwc 20 -T -P {port} {upstreamHost}",
      ],
      "FAILED or INCOMPLETE: the host is gone. No route: the table is wrong.",
    ),
    fix(
      "route-restore",
      "Bring back host, interface or route",
      "Nothing the proxy does helps while packets have no way.",
      ["ip -s link", "ip route show table all | head -40"],
      "ip neigh shows REACHABLE and connects take less than 5 ms.",
    ),
    prevent(
      "route-failover",
      "Short connect timer and a second peer",
      "Three seconds per attempt are long; a second peer takes over.",
      settings(evidence, "fail-over"),
      "Take one host off the network: no client error.",
    ),
  ],
});
