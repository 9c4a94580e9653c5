import { defineCause, type Signal } from "./define-cause";
import { againstAnswered } from "./failing-attempts";
import { messageShare, messagesOf, messageSignal, silence, sourceOf } from "./message-signal";
import { percent } from "./number-words";
import { supports } from "./signal";
import { lateShare } from "./status-of-fault";
import { check, fix, prevent } from "./step-template";

export const packetLoss = defineCause({
  id: "packet-loss",
  category: "network",
  title: "The path to the upstream loses packets",
  summary:
    "Packets are lost or too large for a link on the way: connects stall in steps of 1, 3, 7 seconds, transfers hang, and established connections time out in the kernel.",
  docs: "https://www.kernel.org/doc/Documentation/networking/ip-sysctl.txt",
  needs: [],
  helps: ["signatures", "connect"],
  tellsApart:
    "From a dropping firewall: some attempts succeed. From a slow upstream: the kernel's retransmission counters rise (nstat TcpRetransSegs).",
  weigh: (evidence) => {
    const lost = messagesOf(evidence, ["packet-loss"]);
    const silent = messagesOf(evidence, ["connection-timeout"]);
    const waiting = messagesOf(evidence, ["upstream-timeout"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, lost, 3.8),
      ...silence(evidence, [...lost, ...silent], "“recv() failed (110” or “timed out while connecting”"),
      ...againstAnswered(evidence),
    ];
    const both = messageShare(evidence, silent) >= 0.15 && messageShare(evidence, waiting) >= 0.15;
    if (both)
      signals.push(
        supports(
          "Attempts time out both while connecting and while waiting for the answer",
          1.4,
          sourceOf(silent),
          silent[0]?.samples,
        ),
      );
    if ((lost.length > 0 || both) && evidence.spike.ratio < 0.8) {
      signals.push(
        supports(
          `${percent(1 - evidence.spike.ratio)} of the requests still pass (${percent(lateShare(evidence))} of the failures are time-outs)`,
          0.5,
          "access-log",
        ),
      );
    }
    return signals;
  },
  steps: () => [
    check(
      "loss-measure",
      "Measure loss and path MTU",
      "Some attempts pass and others hang, as on a lossy link.",
      [
        "mtr -rwc 200 -T -P {port} {upstreamHost}",
        "ping -M do -s 1472 -c 5 {upstreamHost}",
        "nstat -az TcpRetransSegs TcpExtTCPSynRetrans",
      ],
      "Loss at one hop on, or large packets vanish while small ones pass.",
    ),
    fix(
      "loss-mtu",
      "Lower the tunnel's MTU or clamp the segment size; else route around",
      "Large packets that vanish stall a connection for good.",
      [
        "iptables -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu",
        "sysctl -w net.ipv4.tcp_mtu_probing=1",
      ],
      "Full-size pings pass; the retransmission ratio is below 0.1 %.",
    ),
    prevent(
      "loss-watch",
      "Watch retransmissions per link",
      "They rise before requests fail.",
      ["ip -s link", "ethtool -S IFACE | grep -Ei 'err|drop'"],
      "An alert at 1 % retransmissions.",
    ),
  ],
});
