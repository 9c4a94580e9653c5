import {
  neverConnectedShare,
  againstAnswered,
  againstConnected,
  loneUpstreamSignal,
  upstreamFieldShare,
} from "./failing-attempts";
import { constantTimer, failsInstantly, isPauseOfRetries } from "./duration-signal";
import { burstTurns } from "./burst-turns";
import { configRoutes, configured, speaksTls } from "./config-reading";
import { defineCause, type Signal } from "./define-cause";
import { appMessageSignal, leavesConnectOpen, messagesOf, messageSignal, silence } from "./message-signal";
import { faultShare } from "./status-of-fault";
import { addressesThatWorked, newAddresses } from "./address-history";
import { counted, duration, listed, percent } from "./number-words";
import { liveState, settings } from "./product-words";
import { opposes, supports } from "./signal";
import { check, fix, prevent } from "./step-template";

export const upstreamDown = defineCause({
  id: "upstream-down",
  category: "upstream",
  title: "The upstream refused the connection",
  summary:
    "Nothing listens on the address the proxy dials: the process stopped, crashed and was not restarted, or is bound to another address. The kernel answers each connection attempt with a reset at once, so failures take next to no time.",
  docs: "https://nginx.org/en/docs/http/ngx_http_upstream_module.html#server",
  needs: [],
  helps: ["signatures", "connect", "durations"],
  tellsApart:
    "From a wrong port: what listens on the backend (ss -ltnp). From a rejecting firewall: whether the backend refuses itself too. In the log: $upstream_connect_time, $upstream_response_time and the error log at level error.",
  weigh: (evidence) => {
    const refused = messagesOf(evidence, ["upstream-down"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, refused),
      ...silence(evidence, refused, "“connection refused”"),
      ...appMessageSignal(evidence, ["upstream-down"]),
      ...againstConnected(evidence),
      ...againstAnswered(evidence),
    ];
    const routes = configRoutes(evidence);
    const secure =
      (routes.length > 0 && routes.every(speaksTls)) || configured(evidence, evidence.config?.tls).length > 0;
    const flaggedTls = secure && evidence.signatures !== null && leavesConnectOpen(evidence);
    const never = neverConnectedShare(evidence);
    const instant = failsInstantly(evidence);
    const fits = faultShare(evidence, "refused") >= 0.8;
    const unix = (upstreamFieldShare(evidence, "unix") ?? 0) > 0.5;
    if (
      never !== null &&
      never >= 0.8 &&
      instant &&
      fits &&
      !unix &&
      (upstreamFieldShare(evidence, "address") ?? 1) > 0
    ) {
      const n = evidence.connect?.never ?? 0;
      signals.push(
        supports(
          `${counted(n, "attempt", "attempts")} never connected and ended within 20 ms: refused rather than waited for`,
          flaggedTls ? 1.2 : 2.4,
          "access-log",
          evidence.connect?.samples,
        ),
      );
    } else if (
      never === null &&
      instant &&
      fits &&
      (upstreamFieldShare(evidence, "address") ?? 0) > 0.5 &&
      evidence.durations !== null &&
      evidence.durations.p90 <= 3
    ) {
      signals.push(
        supports(
          `${percent(evidence.durations.instantShare)} of the failures took ${duration(evidence.durations.p90)} or less, as a refusal does`,
          1.6,
          "access-log",
          evidence.durations.samples,
        ),
      );
    }
    signals.push(...loneUpstreamSignal(evidence, 1.2));
    if (burstTurns(evidence) === "once-each") {
      signals.push(opposes("The failures go from one upstream to the next, and each comes back", 1.6, "access-log"));
    }
    if (leavesConnectOpen(evidence) && secure) {
      signals.push(
        opposes(
          "The proxy speaks TLS to this upstream; a failed handshake leaves the same line",
          evidence.signatures === null ? 1.2 : 2.4,
          "config",
        ),
      );
    }
    const timer = constantTimer(evidence);
    if (timer !== null && !isPauseOfRetries(evidence, timer.modalMs))
      signals.push(
        opposes(`Failures take ${duration(timer.modalMs)}; a refusal is instant`, 2.5, "access-log", timer.samples),
      );
    const worked = addressesThatWorked(evidence);
    if (worked.length > 0 && fits)
      signals.push(supports(`${listed(worked)} answered before the onset`, 0.4, "access-log"));
    const appeared = newAddresses(evidence);
    if (appeared.length > 0) {
      signals.push(
        opposes(
          `${listed(appeared)} had never been asked before the onset: the address changed, not the process`,
          2,
          "access-log",
          evidence.addressChange?.samples,
        ),
      );
    }
    return signals;
  },
  steps: (evidence) => [
    check(
      "upstream-listening",
      "See whether {upstream} listens",
      "The connection is refused at once: nothing accepts it on that port.",
      [
        "ss -ltnp 'sport = :{port}'",
        "systemctl status APP --no-pager",
        "curl -sv -o /dev/null http://{upstream}{path}",
        ...(evidence.product === "nginx" ? [] : liveState(evidence)),
      ],
      "A LISTEN line for port {port}, and an HTTP status from curl.",
    ),
    check(
      "upstream-why-stopped",
      "Read why the process on {upstreamHost} stopped",
      "A stop, an OOM kill and a failed deploy need different cures; the journal around the onset tells them apart.",
      [
        "journalctl -u APP --since '{since}' --until '{until}' --no-pager",
        "dmesg -T | grep -Ei 'oom|killed process|segfault'",
      ],
      "The last lines before {since} name the reason.",
    ),
    fix(
      "upstream-start",
      "Start it again",
      "Every request sent to {upstream} fails until something listens there.",
      ["systemctl reset-failed APP; systemctl start APP", "ss -ltnp 'sport = :{port}'"],
      "It listens on an address that the proxy reaches (not 127.0.0.1 unless both run on one host), and no new refused line appears.",
    ),
    prevent(
      "upstream-restart-policy",
      "Let it restart by itself, and let one dead peer go unnoticed",
      "With a second peer and a retry on connect errors no client would have seen this; nothing was sent, so the retry is safe for every method.",
      ["# unit: Restart=always, RestartSec=1", ...settings(evidence, "fail-over")],
      "Stop one instance on purpose: no client error.",
    ),
  ],
});
