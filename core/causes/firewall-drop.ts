import { markerNaming, markerText } from "./circumstances";
import { defineCause, type Signal } from "./define-cause";
import { againstAnswered, againstConnected, neverConnectedShare, upstreamFieldShare } from "./failing-attempts";
import { constantTimer } from "./duration-signal";
import { messagesOf, messageSignal, silence } from "./message-signal";
import { percent } from "./number-words";
import { settings } from "./product-words";
import { supports } from "./signal";
import { lateShare } from "./status-of-fault";
import { check, fix, prevent } from "./step-template";

export const firewallDrop = defineCause({
  id: "firewall-drop",
  category: "network",
  title: "A firewall silently drops the connection attempts",
  summary:
    "A firewall, security group or network ACL discards the packets to the upstream, so attempts end by timer. From the proxy alone this cannot be told from a dead path.",
  docs: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html",
  needs: [],
  helps: ["signatures", "connect", "markers", "otherTier"],
  tellsApart: "From a full queue or a lossy path: tcpdump on the backend sees no SYN at all; flow logs say REJECT.",
  weigh: (evidence) => {
    const silent = messagesOf(evidence, ["connection-timeout"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, silent, 2.2),
      ...silence(evidence, silent, "“timed out … while connecting”"),
      ...againstConnected(evidence),
      ...againstAnswered(evidence),
    ];
    const never = neverConnectedShare(evidence);
    const silentAccess =
      evidence.signatures === null &&
      never !== null &&
      never > 0.8 &&
      (lateShare(evidence, "connect-timeout") > 0.6 || constantTimer(evidence) !== null);
    if (silentAccess && (upstreamFieldShare(evidence, "address") ?? 1) > 0.5) {
      signals.push(
        supports(
          `${percent(never)} of the failing attempts waited and never connected`,
          1.4,
          "access-log",
          evidence.connect?.samples,
        ),
      );
    }
    const rule = markerNaming(evidence, /firewall|iptables|nft|security.group|network acl|nacl|ufw/i);
    if (rule !== null && (silent.length > 0 || silentAccess)) signals.push(supports(markerText(rule), 2.8, "markers"));
    if (silent.length > 0 && evidence.spike.ratio > 0.9 && evidence.spike.rampMinutes <= 1) {
      signals.push(
        supports("It began from one minute to the next and spares nobody, as a rule does", 0.5, "access-log"),
      );
    }
    return signals;
  },
  steps: (evidence) => [
    check(
      "drop-where",
      "Find the hop that drops",
      "traceroute with the real port stops at the hop before the rule.",
      ["traceroute -T -p {port} {upstreamHost}", "tcpdump -ni any 'host {upstreamHost} and tcp port {port}'"],
      "No SYN arrives on the backend.",
    ),
    fix(
      "drop-open",
      "Open the flow for the proxy's addresses and the health port",
      "Cloud security groups need the load balancer's group, not single addresses.",
      ["nft list ruleset | grep -nE 'drop|{port}'", "nc -vz -w 3 {upstreamHost} {port}"],
      "nc connects; flow logs say ACCEPT.",
    ),
    prevent(
      "drop-reject-inside",
      "Prefer reject over drop inside your own network",
      "A refusal fails in a millisecond, a drop holds every request for the whole timer.",
      settings(evidence, "tcp-keepalive"),
      "A wrong rule shows at once instead of as slow pages.",
    ),
  ],
});
