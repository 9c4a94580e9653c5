import { defineCause, type Signal } from "./define-cause";
import { answeredShare, againstNeverConnected, statusShare } from "./failing-attempts";
import { explained, messageShare, messagesOf, messageSignal } from "./message-signal";
import { count, percent } from "./number-words";
import { opposes, supports } from "./signal";
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
    const signals: Signal[] = [...againstNeverConnected(evidence)];
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
    } else if (evidence.madeBy !== null) {
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
    const relayed = messagesOf(evidence, ["passed-through"]);
    signals.push(...messageSignal(evidence, relayed));
    if (evidence.signatures !== null) {
      const cover = explained(evidence) * (1 - messageShare(evidence, relayed));
      if (cover > 0.5)
        signals.push(
          opposes(
            "The error log has this proxy's own messages about most of the failures",
            3.5,
            "error-log",
            evidence.signatures[0]?.samples,
          ),
        );
      else if (cover < 0.05 && relayed.length === 0 && statusShare(evidence, 502, 504) > 0.8)
        signals.push(
          supports("The error log is silent about them, as about answers that are passed on", 2, "error-log"),
        );
    }
    const { bodySizes } = evidence;
    if (bodySizes !== null && bodySizes.n >= 5 && answered === null) {
      const own = bodySizes.builtin / bodySizes.n;
      if (own < 0.1)
        signals.push(
          supports("No failing answer has the size of nginx's built-in pages", 1.4, "access-log", bodySizes.samples),
        );
      else if (own > 0.6)
        signals.push(
          opposes(
            `${percent(own)} of the failing answers have the size of nginx's built-in pages`,
            1.2,
            "access-log",
            bodySizes.samples,
          ),
        );
    }
    const { otherTier } = evidence;
    if (otherTier !== null && otherTier.tier === "origin" && otherTier.gatewayErrors > 0.5 * evidence.spike.failed) {
      signals.push(
        supports(
          `The origin logged ${count(otherTier.gatewayErrors)} gateway errors in the same minutes`,
          2.5,
          "edge-and-origin",
          otherTier.samples,
        ),
      );
    }
    return signals;
  },
  steps: () => [
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
      [
        "proxy_intercept_errors on; error_page 502 503 504 /sorry.html;",
        "proxy_cache_use_stale http_502 http_503 http_504;",
      ],
      "Clients see the page instead of a bare 502.",
    ),
    prevent(
      "passed-request-id",
      "Carry one request id through all hops",
      "Then one grep follows a failure to its source.",
      ["proxy_set_header X-Request-Id $request_id;", "log_format … 'rid=$request_id uht=$upstream_header_time';"],
      "The id stands in every tier's log.",
    ),
  ],
});
