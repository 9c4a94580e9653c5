import { defineCause, type Signal } from "./define-cause";
import { fatesAtOrigin, fatesSentence } from "./edge-and-origin";
import { answeredShare, againstNeverConnected, statusShare } from "./failing-attempts";
import { explained, messagesOf, messageSignal, sourceOf } from "./message-signal";
import { count, percent } from "./number-words";
import { ofProduct, settings, titleOf } from "./product-words";
import { opposes, supports } from "./signal";
import { foreignShare } from "./status-of-fault";
import { check, fix, prevent } from "./step-template";

export const passedThrough = defineCause({
  id: "passed-through",
  category: "upstream",
  title: "The upstream itself answered so; this proxy only passed it on",
  summary:
    "The status was made one hop further in: by another proxy, or by the application, often about a service of its own. This proxy worked; the search goes on behind it.",
  docs: "https://nginx.org/en/docs/http/ngx_http_upstream_module.html#var_upstream_header_time",
  needs: [],
  helps: ["header", "madeBy", "otherTier", "signatures"],
  tellsApart:
    "$upstream_header_time is a number when the upstream answered, “-” when this proxy made the status; the error log is silent about relayed answers.",
  weigh: (evidence) => {
    const own = messagesOf(evidence, ["passed-through"]);
    const signals: Signal[] = [...messageSignal(evidence, own, 4), ...againstNeverConnected(evidence)];
    const answered = answeredShare(evidence);
    if (answered !== null && evidence.header !== null) {
      if (answered >= 0.6)
        signals.push(
          supports(
            `The upstream sent a header for ${count(evidence.header.seen)} of ${count(evidence.header.seen + evidence.header.unseen)} failing attempts`,
            4,
            "access-log",
            evidence.header.samples,
          ),
        );
      else if (answered < 0.2)
        signals.push(
          opposes(
            `${count(evidence.header.unseen)} failing attempts got no header: this proxy made the status`,
            3.5,
            "access-log",
            evidence.header.samples,
          ),
        );
    } else if (evidence.madeBy !== null && own.length === 0) {
      const { proxy, upstream, unknown, basis, samples } = evidence.madeBy;
      const all = proxy + upstream + unknown;
      if (upstream > 0.6 * all)
        signals.push(
          supports(
            `${count(upstream)} of ${count(all)} failures were made by the upstream (${basis})`,
            2.2,
            "access-log",
            samples,
          ),
        );
      else if (proxy > 0.6 * all)
        signals.push(
          opposes(
            `${count(proxy)} of ${count(all)} failures were made by this proxy (${basis})`,
            2.5,
            "access-log",
            samples,
          ),
        );
    }
    // What an upstream sends of itself; nginx's own 503 is a limit or a rule, others' is no answer at all.
    const relayable = statusShare(evidence, ...(evidence.product === "nginx" ? [502, 504] : [502, 503, 504]));
    if (evidence.signatures !== null) {
      const others = evidence.signatures.filter((fact) => !own.includes(fact));
      const cover = explained(evidence, others);
      const source = sourceOf(others);
      if (cover > 0.5)
        signals.push(
          opposes(
            source === "access-log"
              ? "The access log has this proxy's own reasons for most of the failures"
              : "The error log has this proxy's own messages about most of the failures",
            3.5,
            source,
            others[0]?.samples,
          ),
        );
      else if (cover < 0.05 && !evidence.lacks.errorLog && relayable > 0.8)
        signals.push(
          supports("The error log is silent about them, as about answers that are passed on", 2.8, "error-log"),
        );
    }
    const foreign = foreignShare(evidence);
    if (foreign >= 0.8 && evidence.product !== "other" && own.length === 0)
      signals.push(
        supports(
          `${percent(foreign)} of the failures have a status that ${titleOf(evidence)} never gives of its own: an upstream sent it`,
          3.4,
          "access-log",
          evidence.spike.samples,
        ),
      );
    const { bodySizes } = evidence;
    if (bodySizes !== null && bodySizes.builtin !== null && bodySizes.n >= 5 && answered === null) {
      const own = bodySizes.builtin / bodySizes.n;
      if (own < 0.1)
        signals.push(
          supports(
            `No failing answer has the size of ${ofProduct(evidence)} built-in pages`,
            1.4,
            "access-log",
            bodySizes.samples,
          ),
        );
      else if (own > 0.6)
        signals.push(
          opposes(
            `${percent(own)} of the failing answers have the size of ${ofProduct(evidence)} built-in pages`,
            1.2,
            "access-log",
            bodySizes.samples,
          ),
        );
    }
    const { otherTier } = evidence;
    const fates = fatesAtOrigin(evidence);
    if (otherTier !== null && otherTier.tier === "origin" && otherTier.gatewayErrors > 0.5 * evidence.spike.failed) {
      signals.push(
        supports(
          fates !== null && fates.gateway >= 0.5 * fates.compared
            ? fatesSentence(fates, "edge")
            : `The origin logged ${count(otherTier.gatewayErrors)} gateway errors in the same minutes`,
          2.5,
          "edge-and-origin",
          otherTier.samples,
        ),
      );
    }
    return signals;
  },
  steps: (evidence) => [
    check(
      "passed-next-hop",
      "Follow the request to the next hop",
      "The upstream sent this status itself; its logs know why.",
      [
        "curl -sv -o /dev/null -H 'Host: {host}' http://{upstream}{path}",
        "ssh {upstreamHost} 'grep -rn \" 50[234] \" /var/log/*/access*.log | tail'",
      ],
      "The same status straight from {upstream}; its error log names the reason.",
    ),
    fix(
      "passed-hide",
      "Meanwhile serve stale pages or a friendly error page",
      "This proxy can hide the failure, not cure it.",
      settings(evidence, "hide-errors", "stale"),
      "Clients see the page instead of a bare 502.",
    ),
    prevent(
      "passed-request-id",
      "Carry one request id through all hops",
      "Then one grep follows a failure to its source.",
      settings(evidence, "request-id"),
      "The id stands in every tier's log.",
    ),
  ],
});
