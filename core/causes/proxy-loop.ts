import { hostAndPort } from "./config-reading";
import { growthText, trafficGrowth } from "./circumstances";
import { defineCause, type Signal } from "./define-cause";
import { messagesOf, messageSignal, proxyMessageSignal } from "./message-signal";
import { count, named, percent } from "./number-words";
import { reloading, settings } from "./product-words";
import { supports } from "./signal";
import { check, fix, prevent } from "./step-template";

/** Lines per request from which no client's own retries explain them: browsers and scripts send a few in a second, a loop hundreds. */
const MANY_LINES = 10;

export const proxyLoop = defineCause({
  id: "proxy-loop",
  category: "config",
  title: "Requests come back to the proxy they already passed",
  summary:
    "The upstream's name or address leads to the proxy itself. One request becomes many, each asking the next, until the connections run out.",
  docs: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass",
  needs: [],
  helps: ["clients", "upstreams"],
  tellsApart: "The proxy appears as its own client; X-Forwarded-For and Via grow from line to line.",
  weigh: (evidence) => {
    const signals: Signal[] = [...messageSignal(evidence, messagesOf(evidence, ["proxy-loop"]), 4.5)];
    const hosts = (evidence.upstreams ?? [])
      .filter((share) => share.failed > 0)
      .flatMap((share) => hostAndPort(share.value)?.host ?? []);
    const itself = (evidence.clients ?? []).find(
      (share) =>
        hosts.includes(share.value) &&
        share.failedShare >= 0.4 &&
        share.requestShare > 2 * (share.baselineRequestShare ?? 0),
    );
    if (itself !== undefined) {
      const growth = trafficGrowth(evidence);
      signals.push(
        supports(
          `${named(itself.value)} is both upstream and client of ${percent(itself.failedShare)} of the failures`,
          growth >= 3 ? 2.4 : 1.4,
          "access-log",
          evidence.spike.samples,
        ),
      );
      if (growth >= 3) signals.push(supports(`Requests multiplied (${growthText(evidence)})`, 1.2, "access-log"));
      signals.push(...messageSignal(evidence, messagesOf(evidence, ["worker-connections", "fd-exhaustion"]), 1));
    }
    const { repeats } = evidence;
    if (repeats !== null && repeats.lines >= MANY_LINES * repeats.requests) {
      signals.push(
        supports(
          `One request is logged again and again: ${count(repeats.most)} failing lines with the same client, path and second`,
          3.2,
          "access-log",
          repeats.samples,
        ),
        ...proxyMessageSignal(evidence, ["worker-connections", "fd-exhaustion"], 1.6),
      );
    }
    return signals;
  },
  steps: (evidence) => [
    check(
      "loop-headers",
      "Follow one request's way",
      "The proxy is its own client.",
      [
        "curl -sv -o /dev/null https://{host}{path} 2>&1 | grep -iE 'via|cdn-loop|x-forwarded'",
        "getent hosts {name}; hostname -I",
      ],
      "The upstream's name gives an address of the proxy.",
    ),
    fix(
      "loop-origin-name",
      "Give the upstream a name or address of its own",
      "The public name leads back to the proxy or the CDN.",
      evidence.product === "nginx"
        ? ["proxy_pass http://origin-internal:8080;", ...reloading(evidence)]
        : [
            "# an upstream name that leads neither to the proxy nor to the CDN: origin-internal:8080",
            ...reloading(evidence),
          ],
      "One line per hop per request.",
    ),
    prevent(
      "loop-guard",
      "Refuse a request that has passed before",
      "A loop then ends after one round.",
      settings(evidence, "loop-guard"),
      "A test request with that Via gets 508.",
    ),
  ],
});
