import { defineCause, type Signal } from "./define-cause";
import { againstAnswered } from "./failing-attempts";
import { markerBefore, markerText } from "./circumstances";
import { messagesOf, messageSignal, silence } from "./message-signal";
import { supports } from "./signal";
import { check, fix, prevent } from "./step-template";

export const lambdaTargetError = defineCause({
  id: "lambda-target-error",
  category: "upstream",
  title: "The serverless function gave no valid HTTP answer",
  summary:
    "The function threw, timed out, was throttled or not allowed, or answered in a shape that the balancer cannot turn into HTTP. The balancer then answers 502.",
  docs: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html",
  needs: [],
  helps: ["signatures", "markers", "appMessages"],
  tellsApart:
    "From a server behind the balancer: the balancer's error_reason begins with Lambda, and no target address is logged.",
  weigh: (evidence) => {
    const failed = messagesOf(evidence, ["lambda-target-error"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, failed, 4.6),
      ...silence(evidence, failed, "Lambda reason"),
      ...againstAnswered(evidence),
    ];
    const deploy = failed.length > 0 ? markerBefore(evidence, ["deploy"], 900) : null;
    if (deploy !== null) signals.push(supports(markerText(deploy), 1.2, "markers"));
    return signals;
  },
  steps: () => [
    check(
      "lambda-invoke",
      "Call the function with a saved event",
      "Its answer must have a numeric statusCode, headers of strings and a body that is a string.",
      [
        "aws lambda invoke --function-name FUNCTION --payload fileb://event.json out.json && cat out.json",
        "aws logs tail /aws/lambda/FUNCTION --since 30m | grep -E 'Task timed out|Malformed|Error'",
      ],
      "An exception, “Task timed out”, or an answer of the wrong shape.",
    ),
    fix(
      "lambda-shape",
      "Return the right shape, or roll back; allow the balancer to call it",
      "An exception should be a 500 with a message, not a 502 without one.",
      [
        '{ "statusCode": 200, "headers": { "content-type": "application/json" }, "body": "{}", "isBase64Encoded": false }',
        "aws lambda add-permission --function-name FUNCTION --principal elasticloadbalancing.amazonaws.com --action lambda:InvokeFunction --statement-id alb",
      ],
      "error_reason is “-” again and the Errors metric is 0.",
    ),
    prevent(
      "lambda-limits",
      "Keep its time-out and concurrency inside the balancer's",
      "29 s behind API Gateway, 1 MB of answer behind a load balancer.",
      ["aws lambda put-function-concurrency --function-name FUNCTION --reserved-concurrent-executions 100"],
      "Throttles and Duration p99 stay below their limits.",
    ),
  ],
});
