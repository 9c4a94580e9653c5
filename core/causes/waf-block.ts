import { defineCause, type Signal } from "./define-cause";
import { againstAnswered, againstConnected } from "./failing-attempts";
import { messagesOf, messageSignal, silence } from "./message-signal";
import { named, percent } from "./number-words";
import { supports } from "./signal";
import { check, fix, prevent } from "./step-template";

export const wafBlock = defineCause({
  id: "waf-block",
  category: "security",
  title: "A security layer refused the requests",
  summary:
    "A web application firewall, a bot rule or an access rule turned requests away with an error or a closed connection. It is deliberate; the question is whether it hits the right ones.",
  docs: "https://docs.aws.amazon.com/waf/latest/developerguide/waf-testing.html",
  needs: [],
  helps: ["signatures", "routes", "clients"],
  tellsApart:
    "From a failing upstream: no upstream was asked, and a neutral request from the same client passes. The rule's own event log names it.",
  weigh: (evidence) => {
    const blocked = messagesOf(evidence, ["waf-block"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, blocked, 4.2),
      ...silence(evidence, blocked, "“denied by rule”"),
      ...againstConnected(evidence),
      ...againstAnswered(evidence),
    ];
    const narrow = [...(evidence.clients ?? []).slice(0, 1), ...(evidence.routes ?? []).slice(0, 1)].find(
      ({ failedShare, requestShare }) => failedShare > 0.7 && requestShare < 0.5,
    );
    if (blocked.length > 0 && narrow !== undefined)
      signals.push(
        supports(`${named(narrow.value)} has ${percent(narrow.failedShare)} of the refusals`, 0.6, "access-log"),
      );
    return signals;
  },
  steps: () => [
    check(
      "waf-replay",
      "Ask again without what looks suspicious",
      "If the neutral request passes, the payload met a rule.",
      [
        "curl -sv -o /dev/null https://{host}{path}",
        "grep -hoE 'id \"[0-9]+\"' error.log | sort | uniq -c | sort -rn | head   # ModSecurity",
      ],
      "The rule's id, and whether its hits are attacks or users.",
    ),
    fix(
      "waf-exception",
      "Except this path from this rule, or set the rule to count",
      "A rule that hits users is worse than none for as long as it does.",
      [
        "SecRuleRemoveById 942100   # ModSecurity, inside the <Location>",
        "aws wafv2 update-web-acl …   # override the rule's action to Count",
      ],
      "The same request passes; the rule's counter shows attacks only.",
    ),
    prevent(
      "waf-403",
      "Let the security layer answer 403, never close the connection",
      "A reset looks like an outage at the tier before it.",
      ['SecDefaultAction "phase:2,log,deny,status:403"'],
      "A blocked request shows as 403 in every tier.",
    ),
  ],
});
