import { configRoutes, limitsIn, place } from "./config-reading";
import { defineCause, type Signal } from "./define-cause";
import { againstAnswered, NONE_PASS, passingShare, upstreamFieldShare } from "./failing-attempts";
import { messagesOf, messageSignal, silence } from "./message-signal";
import { count, named, percent } from "./number-words";
import { looking, settings, settingsAndReload } from "./product-words";
import { opposes, supports } from "./signal";
import { faultShare, statusesOf } from "./status-of-fault";
import { check, fix, prevent } from "./step-template";

export const rateLimited = defineCause({
  id: "rate-limited",
  category: "security",
  title: "A limiter of the proxy turned the requests away",
  summary:
    "A limiter rejected requests: nginx's limit_req and limit_conn by default with 503, most others with 429. It is deliberate; the question is whether it hits the right ones. Behind a CDN all users may share one key.",
  docs: "https://nginx.org/en/docs/http/ngx_http_limit_req_module.html",
  needs: [],
  helps: ["signatures", "config", "clients"],
  tellsApart:
    "From a maintenance page: only part of the requests are refused, and the error log says “limiting requests”.",
  weigh: (evidence) => {
    const limited = messagesOf(evidence, ["rate-limited"]);
    const limit = limitsIn(evidence, "rate")[0];
    // HAProxy's flag says that a rule refused, not which; a limiter among the rules is the one that refuses many clients.
    const ruled = limited.length === 0 && limit !== undefined ? messagesOf(evidence, ["waf-block"]) : [];
    const signals: Signal[] = [
      ...messageSignal(evidence, limited, 5),
      ...messageSignal(evidence, ruled, 3),
      ...(ruled.length > 0 ? [] : silence(evidence, limited, "“limiting requests”")),
      ...againstAnswered(evidence),
    ];
    const refused = faultShare(evidence, "limited");
    const nobody = upstreamFieldShare(evidence, "none", "empty");
    if (refused > 0.7 && nobody !== null && nobody > 0.8) {
      signals.push(
        supports(
          `${percent(refused)} of the failures are ${statusesOf(evidence.product, "limited").join(" or ")} without asking an upstream`,
          1.4,
          "access-log",
          evidence.upstreamField?.samples,
        ),
      );
      if (limit !== undefined)
        signals.push(supports(`${place(limit)}: limits with ${named(limit.value.written)}`, 1.6, "config"));
      const passing = passingShare(evidence);
      if (passing !== null && passing < NONE_PASS)
        signals.push(
          opposes(
            "On the routes that fail next to no request passes; a limiter lets its share through",
            1.4,
            "access-log",
          ),
        );
      else if (passing !== null && passing >= 0.1)
        signals.push(supports(`${percent(passing)} of the requests to the same routes pass`, 1.3, "access-log"));
      else if (evidence.spike.ratio < 0.9)
        signals.push(supports(`${percent(1 - evidence.spike.ratio)} of the requests pass`, 0.6, "access-log"));
    } else if ((refused > 0.7 || ruled.length > 0) && limit !== undefined) {
      signals.push(supports(`${place(limit)}: limits with ${named(limit.value.written)}`, 1.4, "config"));
    }
    const top = (evidence.clients ?? [])[0];
    if (top !== undefined && refused > 0.7 && top.failedShare > 0.5)
      signals.push(supports(`${named(top.value)} has ${percent(top.failedShare)} of the refusals`, 0.6, "access-log"));
    if (refused < 0.3 && limited.length === 0 && ruled.length === 0)
      signals.push(
        opposes(`Only ${count(refused * evidence.spike.failed)} failures have a limiter's status`, 2.5, "access-log"),
      );
    if (evidence.config !== null && limit === undefined && limited.length === 0 && configRoutes(evidence).length > 0)
      signals.push(opposes("The configuration limits nothing", 2, "config"));
    return signals;
  },
  steps: (evidence) => [
    check(
      "limit-keys",
      "See who is refused, and by which key",
      "If the key is the CDN's or a NAT's address, everybody shares one allowance.",
      [
        ...(evidence.product === "nginx"
          ? ["grep -h 'limiting' error.log | grep -oE 'client: [^,]+' | sort | uniq -c | sort -rn | head"]
          : ["# the clients of the refused requests are listed with this incident"]),
        ...looking(evidence, "real-client"),
      ],
      "One abuser: the limiter works. Many users behind one address: the key is wrong.",
    ),
    fix(
      "limit-key",
      "Correct the key, allow a burst",
      "Limits are meant for one client each.",
      settingsAndReload(evidence, "real-client"),
      "Only abusive keys get 429.",
    ),
    prevent(
      "limit-429",
      "Answer 429 with Retry-After, never 502 or 503",
      "Well-behaved clients then slow down instead of retrying harder.",
      settings(evidence, "limit-status"),
      "503 is left for real trouble.",
    ),
  ],
});
