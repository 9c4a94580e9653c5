import { growthText, trafficGrowth } from "./circumstances";
import { defineCause, type Signal } from "./define-cause";
import { messagesOf, messageSignal, proxyMessageSignal, silence } from "./message-signal";
import { counted } from "./number-words";
import { settings } from "./product-words";
import { supports } from "./signal";
import { check, fix, prevent } from "./step-template";

export const conntrackFull = defineCause({
  id: "conntrack-full",
  category: "network",
  title: "A connection-tracking table is full",
  summary:
    "The kernel of the proxy, a node or a NAT tracks more connections than its table holds and drops new ones at random, toward all upstreams alike.",
  docs: "https://www.kernel.org/doc/Documentation/networking/nf_conntrack-sysctl.rst",
  needs: [],
  helps: ["signatures", "upstreams"],
  tellsApart:
    "The kernel log says “nf_conntrack: table full”; proxy logs alone show only connect timeouts spread over all upstreams.",
  weigh: (evidence) => {
    const own = messagesOf(evidence, ["conntrack-full"]);
    const silent = messagesOf(evidence, ["connection-timeout"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, own, 5),
      ...proxyMessageSignal(evidence, ["conntrack-full"], 4.5),
      ...silence(evidence, [...own, ...silent], "“timed out … while connecting”"),
    ];
    const hit = (evidence.upstreams ?? []).filter((share) => share.failed > 0);
    if (silent.length > 0 && hit.length >= 3 && evidence.spike.ratio < 0.8) {
      signals.push(
        supports(
          `${counted(hit.length, "upstream", "upstreams")} time out while connecting, each only now and then`,
          1,
          "error-log",
          silent[0]?.samples,
        ),
      );
      const growth = trafficGrowth(evidence);
      if (growth >= 1.5) signals.push(supports(`Traffic rose ${growthText(evidence)}`, 0.6, "access-log"));
    }
    return signals;
  },
  steps: (evidence) => [
    check(
      "conntrack-count",
      "Compare the table's size with its limit",
      "New connections are dropped at random once it is full.",
      [
        "cat /proc/sys/net/netfilter/nf_conntrack_count /proc/sys/net/netfilter/nf_conntrack_max",
        "conntrack -S | grep -oE '(drop|insert_failed)=[0-9]+'",
        "dmesg -T | grep conntrack",
      ],
      "Count near max, or drop rising.",
    ),
    fix(
      "conntrack-raise",
      "Raise the limit",
      "Takes effect at once.",
      ["sysctl -w net.netfilter.nf_conntrack_max=1048576"],
      "The drop counter stands still at peak.",
    ),
    prevent(
      "conntrack-reuse",
      "Open fewer connections",
      "Kept-alive upstream connections need one entry instead of thousands.",
      settings(evidence, "reuse"),
      "The count stays below half of the limit.",
    ),
  ],
});
