import { check, fix, prevent } from "@/core/causes/step-template";
import type { Category, StepTemplate } from "@/core/causes/define-cause";
import { checking, recentFiles, settings } from "@/core/causes/product-words";
import { count, named, percent, span, times } from "@/core/causes/number-words";
import type { Evidence } from "@/core/evidence/evidence";

/** The measures that help with any 502, in the order of this category; they follow the steps of the verdict itself. */
export function generalSteps(evidence: Evidence, category: Category): StepTemplate[] {
  const order: Record<Category, ((evidence: Evidence) => StepTemplate)[]> = {
    upstream: [retryByHand, serverLoad, lastChanges, clientRetries, errorPage],
    overload: [serverLoad, retryByHand, lastChanges, clientRetries, errorPage],
    network: [networkPath, firewallAndCdn, retryByHand, lastChanges, clientRetries, errorPage],
    config: [lastChanges, retryByHand, errorPage, clientRetries, serverLoad],
    cdn: [firewallAndCdn, networkPath, retryByHand, lastChanges, errorPage, clientRetries],
    security: [firewallAndCdn, retryByHand, lastChanges, clientRetries],
    client: [retryByHand, serverLoad, firewallAndCdn, clientRetries],
  };
  return order[category].map((build) => build(evidence));
}

function retryByHand(evidence: Evidence): StepTemplate {
  const { transience } = evidence;
  const tried =
    transience === null || transience.retried === 0
      ? "One failure in many is transient; every request failing is a hard fault."
      : `${count(transience.retried)} of ${count(transience.failed)} failed requests were tried again by the same client, ${count(transience.succeeded)} with success${transience.meanDelaySeconds === null ? "" : `, after ${span(transience.meanDelaySeconds)} on average`}: ${transience.succeeded > 0.7 * transience.retried ? "mostly transient" : "not just transient"}.`;
  return check(
    "retry-by-hand",
    "Repeat a failing request by hand, a few times",
    tried,
    [
      "for i in 1 2 3 4 5; do curl -s -o /dev/null -w '%{http_code} connect %{time_connect} first byte %{time_starttransfer} total %{time_total}\\n' https://{host}{path}; done",
    ],
    "All 200: it is over or rare. Never repeat a POST that may have been executed; look for the order or payment first.",
  );
}

function serverLoad(evidence: Evidence): StepTemplate {
  const growth = evidence.traffic.times;
  const why =
    growth === null
      ? "A full machine fails in many ways."
      : growth < 1.3
        ? "Traffic had not grown; what else runs on these machines may have."
        : `Traffic rose ${times(growth)}; a full machine fails in many ways.`;
  return check(
    "server-load",
    "Watch the load of proxy and upstream",
    why,
    ["uptime; vmstat 1 5; free -m", "ss -s", "top -b -n 1 | head -15"],
    "CPU, memory, queue and connection counts within their usual range.",
  );
}

function lastChanges(evidence: Evidence): StepTemplate {
  const marker = evidence.markers?.find((near) => near.secondsBeforeOnset >= 0);
  const why =
    marker === undefined
      ? "Most incidents begin with a change of servers, configuration or DNS."
      : `Shortly before: ${named(marker.marker.text)} (${span(marker.secondsBeforeOnset)} before the first failure).`;
  return check(
    "last-changes",
    "Review the server and DNS configuration changed last",
    why,
    [...recentFiles(evidence), ...checking(evidence), "dig +short {host}", "last -x -n 10 reboot shutdown"],
    "Nothing changed within ten minutes before {since}, or the change that did it.",
  );
}

function networkPath(): StepTemplate {
  return check(
    "network-path",
    "Check network devices and routes between proxy and upstream",
    "The failure lies between the hops, not in the application.",
    ["ip route get {upstreamHost}", "mtr -rwc 20 -T -P {port} {upstreamHost}", "ip -s link"],
    "No loss on the way, no errors on the interfaces.",
  );
}

function firewallAndCdn(): StepTemplate {
  return check(
    "firewall-and-cdn",
    "Check firewall, security groups and CDN settings; go round the CDN once",
    "A changed rule or an address range that is not on the list closes the way silently.",
    [
      "nft list ruleset | grep -nE 'drop|reject'",
      "curl -sv -o /dev/null --resolve {host}:443:{upstreamHost} https://{host}{path}",
    ],
    "Direct access works and through the CDN fails: the CDN's side. Look at its status page too.",
  );
}

function clientRetries(evidence: Evidence): StepTemplate {
  const { transience } = evidence;
  const why =
    transience !== null && transience.retried > 0
      ? `${percent(transience.retried / Math.max(1, transience.failed))} of the failed requests were repeated; without a pause such repeats become load of their own.`
      : "Repeats without a pause become load of their own, and a repeated POST may be executed twice.";
  return prevent(
    "client-retries",
    "Let clients retry with backoff and jitter, idempotent requests only",
    why,
    [
      "curl --retry 4 --retry-max-time 60 --retry-connrefused -fsS https://{host}{path}",
      "# wait = random(0, min(30 s, 0.5 s × 2^attempt)); honour Retry-After; POST only with an idempotency key",
    ],
    "At the next short failure the request rate rises by little, and users see a delay instead of an error.",
  );
}

function errorPage(evidence: Evidence): StepTemplate {
  return fix(
    "error-page",
    "Serve a friendly error page, or the last good copy",
    "A bare 502 tells visitors nothing, and a cached page is better than none.",
    settings(evidence, "error-page", "stale"),
    "Visitors see the page; its status stays 502, 503 or 504.",
  );
}
