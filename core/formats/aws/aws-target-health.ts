import { buildMessageEvent } from "@/core/formats/build-message-event";
import type { FormatDefinition } from "@/core/formats/format-definition";
import type { MessageReader, OpenOptions, Problem } from "@/core/formats/line-reader";
import { rulesOfPhase, signatureMatcher, type SignatureRule } from "@/core/formats/match-signature";
import { firstText, objectAt, readJsonObject, textAt } from "@/core/formats/read-json";
import { createTextClock } from "@/core/formats/text-clock";

// prettier-ignore
const SIGNATURES: readonly SignatureRule[] = [
  ...rulesOfPhase("connect", [
    ["aws-health-timeout", "Target.Timeout", "Target.Timeout", "health-check-failing", "high", "target does not answer health checks in time"],
    ["aws-health-failed", "Target.FailedHealthChecks", "Target.FailedHealthChecks", "health-check-failing", "medium", "target fails its health checks"],
  ]),
  ...rulesOfPhase("read_header", [
    ["aws-health-mismatch", "Target.ResponseCodeMismatch", "Target.ResponseCodeMismatch", "health-check-failing", "high", "target answers health checks with another status"],
    ["aws-target-draining", "Target.DeregistrationInProgress", "draining", "rolling-deploy", "high", "target is being taken out"],
  ]),
  ...rulesOfPhase("proxy_internal", [
    ["aws-elb-internal", "Elb.InternalError", "Elb.InternalError", "cdn-fault", "medium", "balancer has a fault of its own"],
    ["aws-target-registering", /^(?:Elb\.RegistrationInProgress|Elb\.InitialHealthChecking|Target\.(?:NotRegistered|NotInUse|InvalidState|IpUnusable|HealthCheckDisabled)|Elb\.HealthCheckDisabled)/, null, "", "high", "target is not in use"],
  ]),
];

const TIMES = ["time", "timestamp", "Timestamp", "@timestamp", "eventTime"];

function openTargetHealth(format: string, options: OpenOptions): MessageReader | Problem {
  const clock = createTextClock(options);
  if ("problem" in clock) return clock;
  const match = signatureMatcher(SIGNATURES);
  return {
    ...{ role: "error", format, signatures: SIGNATURES, peel: null },
    event: (raw, carriedMs = null) => {
      if (raw.trim() === "") return { skipped: "empty line" };
      const whole = readJsonObject(raw.trim().replace(/,$/, ""));
      const health = whole && (objectAt(whole, "TargetHealth") ?? objectAt(whole, "detail", "TargetHealth") ?? whole);
      const state = health && (textAt(health, "State") ?? textAt(health, "state"));
      if (!whole || !health || state === null) return { rejected: "no state of a target: the object has no “State”" };
      const time = firstText(whole, TIMES);
      const atMs = time === null ? (carriedMs ?? NaN) : clock(time);
      if (Number.isNaN(atMs))
        return { rejected: "it has no time: have each state written with one, under the key “time”" };
      if (state === "healthy") return { skipped: "a healthy target" };
      const code = textAt(health, "Reason") ?? textAt(health, "reason") ?? state;
      const target = objectAt(whole, "Target");
      const [id, port] = target ? [textAt(target, "Id"), textAt(target, "Port")] : [null, null];
      const description = textAt(health, "Description") ?? textAt(health, "description");
      return buildMessageEvent(match(code, null), {
        ...{ format, atMs },
        level: state,
        message: description === null ? code : `${code}: ${description}`,
        upstreamAddr: id === null || port === null ? id : `${id}:${port}`,
      });
    },
  };
}

/** Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html */
export const awsTargetHealth: FormatDefinition = {
  id: "aws-target-health",
  title: "AWS target health",
  product: "AWS Application Load Balancer",
  role: "error",
  kind: "message",
  docs: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html",
  template: null,
  looksLike: /^\s{0,9}\{.{0,3000}"(?:R|r)eason"\s{0,3}:\s{0,3}"(?:Target|Elb)\.[A-Z]/,
  precedence: 110,
  signatures: SIGNATURES,
  samples: [
    {
      line: '{"time":"2026-03-01T10:00:00Z","Target":{"Id":"10.0.0.1","Port":8080},"TargetHealth":{"State":"unhealthy","Reason":"Target.Timeout","Description":"Request timed out"}}',
      event: {
        atMs: Date.UTC(2026, 2, 1, 10),
        level: "unhealthy",
        signature: "aws-health-timeout",
        phase: "connect",
        upstreamAddr: "10.0.0.1:8080",
        message: "Target.Timeout: Request timed out",
      },
    },
  ],
  canTell: ["which targets are unhealthy, and what the health check met"],
  cannotTell: ["requests that failed"],
  improve: "Write aws elbv2 describe-target-health with the time, once a minute, one target a line.",
  open: (choice, options) => openTargetHealth(choice.id, options),
};
