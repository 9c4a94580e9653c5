import { markerNaming, markerText } from "./circumstances";
import { defineCause, type Signal } from "./define-cause";
import { failsInstantly } from "./duration-signal";
import { againstAnswered, againstConnected } from "./failing-attempts";
import { messageShare, messagesOf, messageSignal, sourceOf } from "./message-signal";
import { percent } from "./number-words";
import { opposes, supports } from "./signal";
import { check, fix, prevent } from "./step-template";

export const firewallReject = defineCause({
  id: "firewall-reject",
  category: "network",
  title: "A firewall refuses the connection in the upstream's name",
  summary:
    "A rule answers with a reset (it looks refused) or with “administratively prohibited” (errno 113 at once). The service itself is healthy and other networks reach it.",
  docs: "https://www.netfilter.org/projects/nftables/manpage.html",
  needs: [],
  helps: ["signatures", "durations", "markers"],
  tellsApart:
    "From a dead upstream: the backend reaches its own port while the proxy is refused; the reset has another TTL. From a missing host: errno 113 within a millisecond instead of 3 s.",
  weigh: (evidence) => {
    const reset = messagesOf(evidence, ["firewall-reject"]);
    const unreachable = messagesOf(evidence, ["no-route"]).filter((fact) => (fact.errno ?? "").startsWith("113"));
    const refused = messagesOf(evidence, ["upstream-down"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, reset, 3.2),
      ...againstConnected(evidence),
      ...againstAnswered(evidence),
    ];
    const instant = failsInstantly(evidence);
    if (unreachable.length > 0 && instant && evidence.durations !== null) {
      signals.push(...messageSignal(evidence, unreachable, 2.2));
      signals.push(
        supports(
          `Errno 113 came within 20 ms (${percent(evidence.durations.instantShare)} of the failures): an ICMP rejection`,
          1.7,
          "access-log",
          evidence.durations.samples,
        ),
      );
    }
    const rule = markerNaming(evidence, /firewall|iptables|nft|security.group|fail2ban|ufw|acl\b|\bban/i);
    if (refused.length > 0 && messageShare(evidence, refused) > 0.5)
      signals.push(...messageSignal(evidence, refused, 0.9));
    if (rule !== null && (refused.length > 0 || unreachable.length > 0 || reset.length > 0))
      signals.push(supports(markerText(rule), 2.6, "markers"));
    const others = messageShare(evidence, [...reset, ...unreachable, ...refused]);
    if (evidence.signatures !== null && evidence.signatures.length > 0 && others < 0.05)
      signals.push(
        opposes(
          sourceOf(evidence.signatures) === "access-log"
            ? "The access log gives no refused, reset or unreachable connection as a reason"
            : "The error log has no refused, reset or “no route” message while connecting",
          3,
          sourceOf(evidence.signatures),
        ),
      );
    return signals;
  },
  steps: () => [
    check(
      "reject-ttl",
      "Compare the sender of the refusal with the service",
      "A reset from a firewall has another TTL than the host's own packets; an ICMP names its sender.",
      [
        "tcpdump -nvi any 'host {upstreamHost} and (icmp or tcp[tcpflags] & tcp-rst != 0)'",
        "ssh {upstreamHost} curl -sv -o /dev/null http://{upstream}{path}",
      ],
      "The backend reaches itself, the proxy is refused: a rule stands between.",
    ),
    check(
      "reject-rules",
      "List rejecting rules and bans",
      "A ban tool that has met the proxy's address is a frequent reason.",
      ["nft list ruleset | grep -n reject", "iptables -L -n -v | grep -i reject", "fail2ban-client status"],
      "A rule or ban whose counter grows.",
    ),
    fix(
      "reject-allow",
      "Allow the proxy's addresses, remove the ban",
      "Every connection from the proxy is refused until then.",
      ["fail2ban-client set JAIL unbanip PROXY_IP", "nft list ruleset | grep -n '{port}'"],
      "The rule's counter stands still and connects succeed.",
    ),
    prevent(
      "reject-allowlist",
      "Put the proxies on the allow-list of every ban tool",
      "All clients come through them: banning one proxy bans everybody.",
      ["# fail2ban: ignoreip = PROXY_NET"],
      "A load test through the proxy triggers no ban.",
    ),
  ],
});
