import type { Evidence, ValueShare } from "@/core/evidence/evidence";
import { defineCause, type Signal } from "./define-cause";
import { count, named, percent, times } from "./number-words";
import { linesOf, settings, settingsAndReload } from "./product-words";
import { opposes, supports } from "./signal";
import { check, fix, prevent } from "./step-template";

/** Fewer failures than this one person with a reload button makes. */
const ENOUGH = 10;

/**
 * The client or agent that has most failures and a far larger share of the requests than before. For an agent only that growth
 * counts: browsers of one kind are many people.
 */
function driver(evidence: Evidence): { share: ValueShare; kind: "client" | "agent"; growth: number | null } | null {
  for (const kind of ["client", "agent"] as const) {
    const values = (kind === "client" ? evidence.clients : evidence.agents) ?? [];
    const share = values.find(
      (one) =>
        one.failedShare >= 0.6 &&
        one.failed >= ENOUGH &&
        one.value !== "" &&
        one.value !== "-" &&
        one.value !== "(other)",
    );
    if (share === undefined || values.length < 2) continue;
    const before = share.baselineRequestShare;
    const growth = before === null ? null : before === 0 ? Infinity : share.requestShare / before;
    const apart = kind === "client" && share.failedShare >= 3 * share.requestShare;
    if ((growth !== null && growth >= 2.5) || apart) return { share, kind, growth };
  }
  return null;
}

export const abusiveClient = defineCause({
  id: "abusive-client",
  category: "client",
  title: "One client sets the failures off",
  summary:
    "A bot, scanner or runaway script hammers a route that is broken or expensive; few others would ever have met it. The mechanism named beside it is real, but without this client it would not show.",
  docs: "https://nginx.org/en/docs/http/ngx_http_limit_req_module.html",
  needs: ["clients"],
  helps: ["agents", "routes"],
  tellsApart:
    "From a broken route: other clients on the same route succeed or never use it. $remote_addr must be the client's own address, not the CDN's (real_ip_header).",
  weigh: (evidence) => {
    const clients = evidence.clients ?? [];
    const found = driver(evidence);
    if (found === null) {
      const top = clients[0];
      if (top === undefined) return [];
      return [
        opposes(
          `The failures are spread over clients (the first, ${named(top.value)}, has ${percent(top.failedShare)})`,
          3,
          "access-log",
        ),
      ];
    }
    const { share, kind, growth } = found;
    const signals: Signal[] = [
      supports(
        `${named(share.value)} has ${percent(share.failedShare)} of the failures (${count(share.failed)} of ${count(evidence.spike.failed)})`,
        kind === "client" ? 2.2 : 1.8,
        "access-log",
        evidence.spike.samples,
      ),
    ];
    if (growth === Infinity)
      signals.push(
        supports(`It made ${percent(share.requestShare)} of the requests and none before`, 1.4, "access-log"),
      );
    else if (growth !== null && growth >= 2.5)
      signals.push(
        supports(
          `Its share of the requests rose ${times(growth)} to ${percent(share.requestShare)}`,
          1.2,
          "access-log",
        ),
      );
    const othersRequests = evidence.spike.requests - share.requests;
    const othersFailed = evidence.spike.failed - share.failed;
    if (othersRequests >= 20) {
      const ratio = Math.max(0, othersFailed) / othersRequests;
      if (ratio < 0.3 * share.ratio)
        signals.push(
          supports(
            `All others fail ${percent(ratio)} of their requests, it ${percent(share.ratio)}`,
            1.4,
            "access-log",
          ),
        );
      else signals.push(opposes(`Others fail as well (${percent(ratio)} of their requests)`, 2.5, "access-log"));
    }
    return signals;
  },
  steps: (evidence) => [
    check(
      "client-profile",
      "See what {client} asks for",
      "It has most of the failures; others hardly any.",
      [...linesOf(evidence, "{client}"), "whois {client} | head -30"],
      "One route or a scan, a rate no person has.",
    ),
    fix(
      "client-limit",
      "Limit or block it",
      "The failures stop with it.",
      settingsAndReload(evidence, "deny-client", "limit-client"),
      "Failures end while everyone else's traffic is unchanged.",
    ),
    fix(
      "client-mend",
      "Mend what it sets off",
      "What one script can break, the next one will.",
      ["curl -sv -o /dev/null http://{upstream}{path}"],
      "The route survives the same request.",
    ),
    prevent(
      "client-cache",
      "Cache or bound the expensive route",
      "Cheap answers cannot be abused.",
      settings(evidence, "short-cache"),
      "A load test of the route alone leaves other routes fast.",
    ),
  ],
});
