import { burstTurns } from "./burst-turns";
import { markerText } from "./circumstances";
import { defineCause, type Signal } from "./define-cause";
import { againstAnswered } from "./failing-attempts";
import { messageShare, messagesOf, messageSignal, sourceOf } from "./message-signal";
import { count, counted, percent, span } from "./number-words";
import { settings } from "./product-words";
import { opposes, supports } from "./signal";
import { lateShare, lateStatuses, seenStatuses } from "./status-of-fault";
import { check, fix, prevent } from "./step-template";

const KINDS = ["deploy", "restart", "scale"];

export const rollingDeploy = defineCause({
  id: "rolling-deploy",
  category: "upstream",
  title: "Instances are replaced while traffic still goes to them",
  summary:
    "A deploy stops instances that still get requests, or sends requests to instances that are not ready. The failures come in short bursts, one upstream at a time, and end with the rollout.",
  docs: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination",
  needs: [],
  helps: ["markers", "bursts", "upstreams"],
  tellsApart:
    "From a crash: a deploy or scaling event in the same half minute, and only the instance being replaced. Markers (a deploy log) decide.",
  weigh: (evidence) => {
    const mechanism = messagesOf(evidence, [
      "upstream-down",
      "premature-close",
      "upstream-crash",
      "no-live-upstreams",
      "truncated-response",
      "connection-timeout",
    ]);
    const signals: Signal[] = [
      ...messageSignal(evidence, messagesOf(evidence, ["rolling-deploy"])),
      ...againstAnswered(evidence),
    ];
    const { bursts } = evidence;
    const lengthSeconds = (evidence.spike.endMs - evidence.spike.startMs) / 1000;
    const refused = messageShare(evidence, messagesOf(evidence, ["upstream-down"]));
    const closed = messageShare(evidence, messagesOf(evidence, ["premature-close", "upstream-crash"]));
    // What a stopping or starting instance does to its requests; other messages in bursts have another reason.
    const fits = evidence.signatures === null || messageShare(evidence, mechanism) >= 0.5;
    const turns = burstTurns(evidence);
    const spells = turns !== null;
    const tookTurns = turns === "once-each";
    if (bursts !== null && spells && fits) {
      const places = tookTurns ? ", each on another upstream" : "";
      signals.push(
        supports(
          `${counted(bursts.count, "burst", "bursts")} of about ${span(bursts.medianSeconds)}${places} hold ${percent(bursts.coveredShare)} of the failures`,
          tookTurns ? 2.2 : 0.6,
          "access-log",
          evidence.spike.samples,
        ),
      );
    }
    const during = (evidence.markers ?? []).filter(
      ({ marker, secondsBeforeOnset }) =>
        KINDS.includes(marker.kind) && secondsBeforeOnset <= 240 && -secondsBeforeOnset <= lengthSeconds + 30,
    );
    const first = during[0];
    if (first !== undefined) {
      const short = lengthSeconds <= 900;
      const more = during.length > 1 ? ` (${count(during.length)} such events until the end)` : "";
      signals.push(
        supports(
          `${markerText(first)}${more}`,
          spells ? 2.6 : short && evidence.spike.ratio < 0.7 ? 1.4 : 0.6,
          "markers",
        ),
      );
    } else if (evidence.markers !== null && evidence.markers.length > 0) {
      signals.push(opposes("No deploy, restart or scaling among the markers near the onset", 1.5, "markers"));
    }
    if (refused >= 0.1 && closed >= 0.03 && (spells || first !== undefined)) {
      signals.push(
        supports(
          `Refused and closed connections are mixed (${percent(refused)} and ${percent(closed)} of the messages)`,
          0.5,
          sourceOf(mechanism),
          mechanism[0]?.samples,
        ),
      );
    }
    if (bursts !== null && !spells && lengthSeconds > 300) {
      signals.push(
        opposes(
          `The failures go on without a pause for ${span(lengthSeconds)}`,
          first === undefined ? 2.4 : 1.2,
          "access-log",
        ),
      );
    }
    if (!fits)
      signals.push(
        opposes(
          "The messages are not those of a stopping or starting instance",
          2,
          sourceOf(evidence.signatures ?? []),
        ),
      );
    const late = lateShare(evidence);
    if (late > 0.5)
      signals.push(
        opposes(
          `${percent(late)} of the failures are ${seenStatuses(evidence, lateStatuses(evidence))}`,
          1.5,
          "access-log",
        ),
      );
    if (
      evidence.addressChange !== null &&
      evidence.addressChange.vanished.length > 0 &&
      (spells || first !== undefined)
    ) {
      signals.push(
        supports(
          `${counted(evidence.addressChange.vanished.length, "address", "addresses")} left the traffic`,
          0.6,
          "access-log",
          evidence.addressChange.samples,
        ),
      );
    }
    return signals;
  },
  steps: (evidence) => [
    check(
      "deploy-overlay",
      "Lay the deploy's events over the bursts",
      "Each burst should begin when an instance stops or starts.",
      [
        "kubectl get events --sort-by=.lastTimestamp | tail -40",
        "kubectl rollout history deploy/NAME",
        "journalctl -u APP --since '{since}' --until '{until}' | grep -Ei 'stopp|start|SIGTERM'",
      ],
      "Stops and starts in the same seconds as the bursts.",
    ),
    fix(
      "deploy-drain",
      "Stop in this order: unready, wait, finish what is in flight, exit",
      "Traffic goes on for seconds after the stop signal.",
      [
        "# Kubernetes: lifecycle.preStop sleep 10, readinessProbe, maxUnavailable: 0, minReadySeconds: 10",
        ...settings(evidence, "drain"),
      ],
      "No failure at the next deploy of one instance.",
    ),
    fix(
      "deploy-retry",
      "Let the proxy retry refused connections elsewhere",
      "A refused request was never sent: the retry is safe.",
      evidence.product === "nginx"
        ? [
            "proxy_next_upstream error timeout; proxy_next_upstream_tries 2;",
            "server {upstream} max_fails=1 fail_timeout=5s;",
          ]
        : settings(evidence, "fail-over"),
      evidence.product === "nginx"
        ? "$upstream_status shows “502, 200” instead of a 502 at the client."
        : "Refused attempts are followed by an answer of another instance.",
    ),
    prevent(
      "deploy-load-test",
      "Deploy under a load test once, and count errors",
      "Draining that was never tested does not work.",
      ["hey -z 5m https://{host}{path}"],
      "Not one answer other than 2xx.",
    ),
  ],
});
