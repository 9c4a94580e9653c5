import { defineCause, type Signal } from "./define-cause";
import { againstAnswered } from "./failing-attempts";
import { messagesOf, messageSignal, silence } from "./message-signal";
import { count } from "./number-words";
import { settings } from "./product-words";
import { opposes, supports } from "./signal";
import { check, fix, prevent } from "./step-template";

export const cdnFault = defineCause({
  id: "cdn-fault",
  category: "cdn",
  title: "The CDN or platform itself failed",
  summary:
    "A point of presence, an edge function or the platform's own capacity failed before the origin was asked. The origin is healthy, and going round the CDN works.",
  docs: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/troubleshooting-response-errors.html",
  needs: [],
  helps: ["signatures", "otherTier"],
  tellsApart:
    "From an origin that the edge cannot reach: the edge names an error of its own, and requests round the CDN succeed. Log the edge's request id at the origin.",
  weigh: (evidence) => {
    const faults = messagesOf(evidence, ["cdn-fault"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, faults, 4.2),
      ...silence(evidence, faults, "edge error"),
      ...againstAnswered(evidence),
    ];
    const { otherTier, spike } = evidence;
    if (otherTier?.tier === "origin" && faults.length > 0 && otherTier.gatewayErrors < 0.1 * spike.failed)
      signals.push(
        supports(
          `The origin logged ${count(otherTier.gatewayErrors)} gateway errors in these minutes`,
          1.4,
          "edge-and-origin",
          otherTier.samples,
        ),
      );
    if (otherTier?.tier === "origin" && otherTier.gatewayErrors > 0.5 * spike.failed)
      signals.push(
        opposes(
          `The origin logged ${count(otherTier.gatewayErrors)} gateway errors of its own in these minutes`,
          3,
          "edge-and-origin",
          otherTier.samples,
        ),
      );
    return signals;
  },
  steps: (evidence) => [
    check(
      "cdn-bypass",
      "Go round the CDN, and ask from another region",
      "What fails only through the CDN is the CDN's.",
      [
        "curl -sv -o /dev/null --resolve {host}:443:ORIGIN_IP https://{host}{path}",
        "curl -sI https://{host}{path} | grep -iE 'cf-ray|x-amz-cf-pop|x-served-by|server'",
      ],
      "200 round the CDN and an error through it, mostly from one place: open a ticket with the ids and times.",
    ),
    fix(
      "cdn-steer",
      "Take the CDN out of the way, or roll back the edge function",
      "An edge function of your own is the likelier fault where only its paths fail.",
      [
        ...(evidence.product === "cloudflare" ? ["wrangler rollback"] : ["# roll back the edge function of your own"]),
        "dig +short {host}   # after DNS-only or the second CDN took over",
      ],
      "The error rate per point of presence is back to nothing.",
    ),
    prevent(
      "cdn-stale",
      "Serve stale pages on error",
      "Readers notice nothing while a point of presence recovers.",
      settings(evidence, "stale"),
      "Cached pages come while the origin or the edge fails in a test.",
    ),
  ],
});
