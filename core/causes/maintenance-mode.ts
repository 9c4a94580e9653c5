import { failsInGroup, place } from "./config-reading";
import { defineCause, type Signal } from "./define-cause";
import { againstAnswered, NONE_PASS, passingShare, statusShare, upstreamFieldShare } from "./failing-attempts";
import { explained, sourceOf, messagesOf, messageSignal } from "./message-signal";
import { named, percent } from "./number-words";
import { liveState, looking, recentFiles, settings, settingsAndReload } from "./product-words";
import { opposes, supports } from "./signal";
import { check, fix, prevent } from "./step-template";

export const maintenanceMode = defineCause({
  id: "maintenance-mode",
  category: "config",
  title: "The proxy answers so on purpose",
  summary:
    "A maintenance switch, a “return 503” or a drained pool: somebody told the proxy to refuse. It begins and ends on the minute, hits everything in its scope, and leaves no line in the error log.",
  docs: "https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#return",
  needs: [],
  helps: ["config", "markers", "upstreamField", "signatures"],
  tellsApart:
    "From a limiter: every request is refused. A “return 503” in the configuration or a maintenance marker decides.",
  weigh: (evidence) => {
    const own = messagesOf(evidence, ["maintenance-mode"]);
    const signals: Signal[] = [...messageSignal(evidence, own), ...againstAnswered(evidence)];
    const refused = statusShare(evidence, 503);
    const nobody = upstreamFieldShare(evidence, "none", "empty");
    const everything = evidence.spike.ratio > 0.9;
    const passing = passingShare(evidence);
    const refusesAll = passing !== null && passing < NONE_PASS;
    const deliberate = (evidence.config?.deliberateErrors ?? []).find(
      ({ value }) =>
        statusShare(evidence, value.status) > 0.7 && (value.scope === null || failsInGroup(evidence, value.scope)),
    );
    const asked = nobody !== null && nobody < 0.3;
    if (deliberate !== undefined && !asked) {
      const { kind, location } = deliberate.value;
      const where = location === null ? "" : ` in ${kind} ${named(location)}`;
      signals.push(
        supports(`${place(deliberate)} returns ${deliberate.value.status.toString()}${where}`, 2.8, "config"),
      );
    }
    if (refused > 0.8 && nobody !== null && nobody > 0.8) {
      signals.push(
        supports(
          `${percent(refused)} of the failures are 503 without asking an upstream${refusesAll ? ", and no request to their routes passes" : ""}`,
          refusesAll ? 2.3 : everything ? 1.8 : 0.8,
          "access-log",
          evidence.upstreamField?.samples,
        ),
      );
    }
    const marker = (evidence.markers ?? []).find(
      (near) =>
        near.secondsBeforeOnset <= 300 && (near.marker.kind === "maintenance" || /maintenance/i.test(near.marker.text)),
    );
    if (marker !== undefined)
      signals.push(
        supports(`Marker: ${named(marker.marker.text === "" ? "maintenance" : marker.marker.text)}`, 2.8, "markers"),
      );
    if (refused > 0.8 && evidence.signatures !== null && own.length === 0) {
      const cover = explained(evidence);
      const source = sourceOf(evidence.signatures);
      if (cover < 0.1 && !evidence.lacks.errorLog)
        signals.push(supports("The error log is silent about them, as about a “return 503”", 1.2, "error-log"));
      else if (cover > 0.5)
        signals.push(
          opposes(
            source === "access-log"
              ? "The access log gives other reasons for most of these requests: nobody meant them"
              : "The error log has messages about most of these requests: nobody meant them",
            3,
            source,
            evidence.signatures[0]?.samples,
          ),
        );
    }
    if (asked)
      signals.push(
        opposes(
          `${percent(1 - nobody)} of the failing lines name an upstream that was asked`,
          3,
          "access-log",
          evidence.upstreamField?.samples,
        ),
      );
    if (refused < 0.5 && deliberate === undefined)
      signals.push(opposes(`Only ${percent(refused)} of the failures are 503`, 2.5, "access-log"));
    return signals;
  },
  steps: (evidence) => [
    check(
      "maintenance-who",
      "Ask who switched it on, and find the switch",
      "This answer is made on purpose.",
      [
        ...looking(evidence, "maintenance"),
        ...(evidence.product === "nginx" ? [] : liveState(evidence)),
        ...recentFiles(evidence),
      ],
      "A line or flag file with a time at the onset.",
    ),
    fix(
      "maintenance-end",
      "End it",
      "Remove the line or the flag and reload.",
      [...settingsAndReload(evidence, "maintenance"), "curl -sv -o /dev/null -H 'Host: {host}' http://127.0.0.1{path}"],
      "curl gets the application's answer.",
    ),
    prevent(
      "maintenance-announce",
      "Send Retry-After and announce the window",
      "Clients and monitors can then tell it from an outage.",
      settings(evidence, "retry-after"),
      "Monitoring knows the window beforehand.",
    ),
  ],
});
