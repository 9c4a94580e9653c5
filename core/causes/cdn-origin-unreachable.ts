import type { Evidence } from "@/core/evidence/evidence";
import { defineCause, type Signal } from "./define-cause";
import { arrivedShare, fatesAtOrigin, fatesSentence } from "./edge-and-origin";
import { againstAnswered, againstConnected, neverConnectedShare, statusShare } from "./failing-attempts";
import { messageShare, messagesOf, messageSignal } from "./message-signal";
import { count, percent } from "./number-words";
import { settings } from "./product-words";
import { opposes, supports } from "./signal";
import { check, fix, prevent } from "./step-template";

const CONNECT_FAULTS = ["connection-timeout", "upstream-down", "no-route", "firewall-reject", "no-live-upstreams"];

/** Products that are an edge wherever they stand; a balancer of a cloud may be the only proxy there is. */
const EDGES: readonly Evidence["product"][] = ["cloudfront", "cloudflare", "azure"];

export const cdnOriginUnreachable = defineCause({
  id: "cdn-origin-unreachable",
  category: "cdn",
  title: "The edge cannot reach the origin",
  summary:
    "The CDN or outer proxy gets no connection to the origin, while the origin's own log is healthy and shows no trace of these requests. Firewall, address or route between the two is at fault.",
  docs: "https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/",
  needs: [],
  helps: ["otherTier", "signatures", "durations"],
  tellsApart:
    "From an origin failure: the origin's access log in the same minutes. Give both tiers (--edge FILE); a shared request id in both logs makes it certain.",
  weigh: (evidence) => {
    const { otherTier, spike } = evidence;
    const cloudflare = statusShare(evidence, 520, 521, 522, 523, 525, 526, 530);
    if (spike.tier === "origin" && cloudflare < 0.5 && !EDGES.includes(evidence.product))
      return [opposes("These lines are the origin's own, not an edge's", 4, "access-log", spike.samples)];
    const signals: Signal[] = [...againstAnswered(evidence), ...againstConnected(evidence)];
    if (cloudflare > 0.5)
      signals.push(
        supports(
          `${percent(cloudflare)} of the failures are 52x, an edge's word for its origin`,
          2.4,
          "access-log",
          spike.samples,
        ),
      );
    const own = messagesOf(evidence, ["cdn-origin-unreachable"]);
    signals.push(...messageSignal(evidence, own, 4.2));
    const faults = messagesOf(evidence, CONNECT_FAULTS);
    const connecting = messageShare(evidence, faults);
    if (connecting > 0.5) signals.push(...messageSignal(evidence, faults, 1.6));
    const never = neverConnectedShare(evidence);
    if (never !== null && never > 0.8)
      signals.push(
        supports(
          `${percent(never)} of the edge's failing attempts never connected`,
          1.4,
          "access-log",
          evidence.connect?.samples,
        ),
      );
    if (otherTier !== null && otherTier.tier === "origin") {
      const fates = fatesAtOrigin(evidence);
      const matched = otherTier.matched === null || otherTier.of === 0 ? null : otherTier.matched / otherTier.of;
      const seen = arrivedShare(evidence) ?? matched;
      const drop =
        otherTier.beforePerMinute !== null && otherTier.beforePerMinute > 0
          ? otherTier.duringPerMinute / otherTier.beforePerMinute
          : null;
      if (otherTier.gatewayErrors > 0.3 * spike.failed) {
        signals.push(
          opposes(
            `The origin logged ${count(otherTier.gatewayErrors)} gateway errors of its own in these minutes`,
            3.5,
            "edge-and-origin",
            otherTier.samples,
          ),
        );
      } else if (seen !== null && seen < 0.1) {
        signals.push(
          supports(
            fates
              ? `${fatesSentence(fates, "edge")}; it logged ${count(otherTier.gatewayErrors)} gateway errors`
              : `${count(otherTier.matched ?? 0)} of ${count(otherTier.of)} failing requests have a line at the origin, which logged ${count(otherTier.gatewayErrors)} gateway errors`,
            4.2,
            "edge-and-origin",
            otherTier.samples,
          ),
        );
      } else if (seen !== null && seen > 0.5) {
        signals.push(
          opposes(
            fates
              ? fatesSentence(fates, "edge")
              : `${percent(seen)} of the failing requests have a line at the origin: they arrived`,
            3,
            "edge-and-origin",
            otherTier.samples,
          ),
        );
      } else if (drop !== null && drop < 0.6) {
        signals.push(
          supports(
            `Requests at the origin fell from ${count(otherTier.beforePerMinute ?? 0)} to ${count(otherTier.duringPerMinute)} a minute without errors there`,
            3,
            "edge-and-origin",
            otherTier.samples,
          ),
        );
      } else {
        signals.push(
          supports("The origin logged no such errors in these minutes", 2.4, "edge-and-origin", otherTier.samples),
        );
      }
    }
    return signals;
  },
  steps: (evidence) => [
    check(
      "origin-bypass",
      "Go round the edge",
      "The origin looks healthy from inside; the question is what the edge sees.",
      [
        "curl -sv -o /dev/null --resolve {host}:443:{upstreamHost} https://{host}{path}",
        "curl -sv -o /dev/null -H 'Host: {host}' http://{upstream}{path}",
      ],
      "Works from here: only the edge's way is closed. Fails too: it is the origin.",
    ),
    check(
      "origin-syn",
      "Watch at the origin for packets of the edge's addresses",
      "No line in the origin's log means that the requests never came in as HTTP.",
      ["tcpdump -ni any 'tcp port {port} and tcp[tcpflags] & (tcp-syn|tcp-rst) != 0'"],
      "No SYN: dropped on the way. SYN and RST: refused at the origin.",
    ),
    fix(
      "origin-allow-edge",
      "Allow the edge's address ranges, and correct the origin's address",
      "Ranges and addresses change; lists made by hand grow stale.",
      ["nft list ruleset | grep -nE 'drop|reject|{port}'", "dig +short {host}"],
      "The edge's error rate is 0 from several regions.",
    ),
    prevent(
      "origin-stale",
      "Serve stale pages while the origin is away, and share a request id",
      "Readers notice nothing, and the next incident can be followed across tiers.",
      settings(evidence, "stale", "request-id"),
      "Block the origin in a test: cached pages still come.",
    ),
  ],
});
