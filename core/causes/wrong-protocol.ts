import type { Evidence } from "@/core/evidence/evidence";
import { hardFaultSignal, markerBefore, markerText } from "./circumstances";
import { hostAndPort } from "./config-reading";
import { defineCause, type Signal } from "./define-cause";
import { failsInstantly } from "./duration-signal";
import { againstAnswered, statusShare } from "./failing-attempts";
import { leavesConnectOpen, messageShare, messagesOf, messageSignal, silence } from "./message-signal";
import { listed, percent } from "./number-words";
import { carefulReload, settingsAndReload } from "./product-words";
import { reloadOfNames } from "./reload-of-names";
import { supports } from "./signal";
import { check, fix, prevent } from "./step-template";

/** Ports of HTTP over TLS by assignment or habit: IANA's 443, Tomcat's 8443, and those made after them. */
const TLS_PORTS: readonly string[] = ["443", "4443", "6443", "8443", "9443"];

function failingPorts(evidence: Evidence): string[] {
  const ports = (evidence.upstreams ?? [])
    .filter((share) => share.failed > 0)
    .flatMap((share) => hostAndPort(share.value)?.port ?? []);
  return [...new Set(ports)];
}

export const wrongProtocol = defineCause({
  id: "wrong-protocol",
  category: "config",
  title: "Proxy and upstream speak different protocols",
  summary:
    "Something listens, but it speaks TLS where the proxy speaks plain HTTP, or FastCGI, gRPC or HTTP/2 where the proxy speaks HTTP/1.1 (or the other way round). Every request of the route fails at once.",
  docs: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass",
  needs: [],
  helps: ["signatures", "durations"],
  tellsApart:
    "From a TLS handshake fault: “wrong version number” or “no valid HTTP/1.0 header” in the error log. curl with http:// and https:// against the port decides.",
  weigh: (evidence) => {
    const foreign = messagesOf(evidence, ["wrong-protocol"]);
    const closed = messagesOf(evidence, ["premature-close"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, foreign, 5),
      ...(messageShare(evidence, closed) < 0.5
        ? silence(evidence, foreign, "“wrong version number” or “no valid HTTP/1.0 header”")
        : []),
      ...againstAnswered(evidence),
    ];
    // A flag says no more than that no connection came about: speaking TLS to a plain port looks like a wrong port.
    const flagged = leavesConnectOpen(evidence) ? messagesOf(evidence, ["upstream-down"]) : [];
    const reloaded = flagged.length > 0 && evidence.product === "haproxy" ? reloadOfNames(evidence) : null;
    if (reloaded !== null) signals.push(...messageSignal(evidence, flagged, 0.9), ...reloaded);
    const odd = statusShare(evidence, 9);
    if (odd > 0.2)
      signals.push(
        supports(
          `${percent(odd)} of the failures have status 009: the upstream sent no HTTP`,
          3.5,
          "access-log",
          evidence.spike.samples,
        ),
      );
    if (failsInstantly(evidence) && messageShare(evidence, closed) >= 0.8) {
      const hard = hardFaultSignal(evidence, 1.2);
      const marker = markerBefore(evidence, ["config-reload", "deploy"], 300);
      signals.push(...hard);
      const ports = failingPorts(evidence);
      if (hard.length > 0 && ports.length > 0 && ports.every((port) => TLS_PORTS.includes(port)))
        signals.push(
          supports(
            `Port ${listed(ports)} is one for TLS, and closes every connection without an answer, as it does to plain HTTP`,
            2,
            "access-log",
          ),
        );
      if (hard.length > 0 && marker !== null) signals.push(supports(markerText(marker), 1, "markers"));
    }
    return signals;
  },
  steps: (evidence) => [
    check(
      "protocol-try",
      "Ask {upstream} in each protocol",
      "The bytes that came back are not what the proxy expects.",
      [
        "curl -sv -o /dev/null http://{upstream}{path}",
        "curl -skv -o /dev/null https://{upstream}{path}",
        "printf '' | timeout 3 nc {upstreamHost} {port} | xxd | head -3",
      ],
      "Exactly one of them gets an HTTP status: that is the protocol of the port.",
    ),
    fix(
      "protocol-align",
      "Use the same protocol on both sides",
      "No retry helps: every request fails until they agree.",
      settingsAndReload(evidence, "scheme"),
      "200 by curl with that scheme, then through the proxy.",
    ),
    prevent(
      "protocol-deploy",
      "Change scheme and port of application and proxy in one deploy",
      "TLS switched on at one side only is the usual way into this.",
      carefulReload(evidence, "{upstream}"),
      "The deploy stops when the probe fails.",
    ),
  ],
});
