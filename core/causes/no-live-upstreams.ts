import { limitsIn, place, written } from "./config-reading";
import { defineCause, type Signal } from "./define-cause";
import { againstAnswered, upstreamFieldShare } from "./failing-attempts";
import { messagesOf, messageSignal, silence } from "./message-signal";
import { count, listed, percent } from "./number-words";
import { liveState, settings, titleOf } from "./product-words";
import { supports } from "./signal";
import { check, fix, prevent } from "./step-template";

export const noLiveUpstreams = defineCause({
  id: "no-live-upstreams",
  category: "upstream",
  title: "The proxy has marked every upstream as down and no longer tries",
  summary:
    "All peers of the group failed often enough to be set aside, so the proxy answers (nginx with 502, most others with 503) without asking anybody. It is a consequence: what made the peers fail in the minute before is the cause.",
  docs: "https://nginx.org/en/docs/http/ngx_http_upstream_module.html#max_fails",
  needs: [],
  helps: ["signatures", "upstreamField"],
  tellsApart:
    "The messages just before the first “no live upstreams” name the cause; with $upstream_addr in the log the group's name stands where an address should.",
  weigh: (evidence) => {
    const dead = messagesOf(evidence, ["no-live-upstreams"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, dead, 3.4),
      ...silence(evidence, dead, "“no live upstreams”"),
      ...againstAnswered(evidence),
    ];
    const group = upstreamFieldShare(evidence, "group") ?? 0;
    if (group > 0.1 && evidence.upstreamField !== null) {
      const { groups, samples } = evidence.upstreamField;
      signals.push(
        supports(
          `${percent(group)} of the failing lines name the group ${listed(groups)} instead of an address (${count(evidence.upstreamField.group)} lines)`,
          3 * Math.min(1, 2 * group),
          "access-log",
          samples,
        ),
      );
    }
    const twitchy = limitsIn(evidence, "failures")[0];
    if (twitchy !== undefined && dead.length > 0)
      signals.push(supports(`${place(twitchy)}: ${written(twitchy)}`, 0.3, "config"));
    return signals;
  },
  steps: (evidence) => [
    check(
      "nolive-first-cause",
      "Read the messages of the minute before",
      "Peers are marked down only after failing; the first failures name the cause.",
      [
        ...(evidence.product === "nginx"
          ? [
              "grep -n 'while connecting to upstream\\|while reading response header' error.log | grep -v 'no live upstreams' | head -20",
            ]
          : liveState(evidence)),
      ],
      evidence.product === "nginx"
        ? "The first lines say refused, timed out or closed: follow that."
        : "The state of each peer, and what its last check or request met: follow that.",
    ),
    fix(
      "nolive-cure",
      "Bring back at least one peer of the group",
      evidence.product === "nginx"
        ? "nginx tries a peer again after fail_timeout; one that answers ends the incident."
        : `${titleOf(evidence)} takes a peer back once it answers again; one that does ends the incident.`,
      ["curl -sv -o /dev/null http://{upstream}{path}", "systemctl status APP --no-pager"],
      evidence.product === "nginx"
        ? "“no live upstreams” stops within fail_timeout (10 s by default)."
        : "No new line without an upstream after the next check of a peer.",
    ),
    prevent(
      "nolive-marking",
      "Make the marking less twitchy",
      "One burst of slow answers should not take out the whole group.",
      settings(evidence, "marking"),
      "Stop one peer: the group survives.",
    ),
  ],
});
