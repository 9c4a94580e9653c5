import { buildMessageEvent } from "@/core/formats/build-message-event";
import type { FormatDefinition } from "@/core/formats/format-definition";
import type { MessageReader, OpenOptions, Problem } from "@/core/formats/line-reader";
import { rulesOfPhase, signatureMatcher, type SignatureRule } from "@/core/formats/match-signature";
import { objectAt, objectsAt, readJsonObject, textAt } from "@/core/formats/read-json";
import { createTextClock } from "@/core/formats/text-clock";

// prettier-ignore
const SIGNATURES: readonly SignatureRule[] = rulesOfPhase("policy", [
  ["aws-waf-rate", /^(?:BLOCK|CHALLENGE|CAPTCHA) by rate rule/, null, "rate-limited", "high", "stopped by a rate rule of AWS WAF"],
  ["aws-waf-block", /^(?:BLOCK|CHALLENGE|CAPTCHA) by/, null, "waf-block", "high", "stopped by AWS WAF"],
]);

function openWaf(format: string, options: OpenOptions): MessageReader | Problem {
  const clock = createTextClock(options);
  if ("problem" in clock) return clock;
  const match = signatureMatcher(SIGNATURES);
  return {
    ...{ role: "error", format, signatures: SIGNATURES, peel: null },
    event: (raw) => {
      if (raw.trim() === "") return { skipped: "empty line" };
      const line = readJsonObject(raw.trim());
      const request = line && objectAt(line, "httpRequest");
      const action = line && textAt(line, "action");
      if (!line || !request || action === null)
        return { rejected: "no line of AWS WAF: it has no action or no httpRequest" };
      const atMs = clock(textAt(line, "timestamp") ?? "");
      if (Number.isNaN(atMs)) return { rejected: "its timestamp is no time" };
      if (action === "ALLOW" || action === "COUNT") return { skipped: "a request that AWS WAF let through" };
      const rate = textAt(line, "terminatingRuleType") === "RATE_BASED" ? "rate rule" : "rule";
      const message = `${action} by ${rate} ${textAt(line, "terminatingRuleId") ?? "?"}`;
      const uri = textAt(request, "uri");
      const args = textAt(request, "args");
      const path = uri === null || args === null ? uri : `${uri}?${args}`;
      const host = objectsAt(request, "headers").find((header) => textAt(header, "name")?.toLowerCase() === "host");
      return buildMessageEvent(match(message, null), {
        ...{ format, atMs },
        ...{
          level: "warn",
          message,
          clientIp: textAt(request, "clientIp"),
          method: textAt(request, "httpMethod"),
          path,
        },
        host: host ? textAt(host, "value") : null,
        server: textAt(line, "httpSourceId"),
      });
    },
  };
}

/** Source: https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html */
export const awsWaf: FormatDefinition = {
  id: "aws-waf",
  title: "AWS WAF",
  product: "AWS WAF",
  role: "error",
  kind: "message",
  docs: "https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html",
  template: null,
  looksLike: /^\s{0,9}\{.{0,2000}"(?:webaclId|terminatingRuleId)"\s{0,3}:/,
  precedence: 110,
  signatures: SIGNATURES,
  samples: [
    {
      line: '{"timestamp":1772359200186,"formatVersion":1,"webaclId":"arn:aws:wafv2:us-east-2:123456789012:regional/webacl/STMTest/1","terminatingRuleId":"STMTest_SQLi_XSS","terminatingRuleType":"REGULAR","action":"BLOCK","httpSourceName":"ALB","httpSourceId":"123456789012-app/my-lb/50dc6c495c0c9188","httpRequest":{"clientIp":"192.0.2.39","country":"AU","headers":[{"name":"Host","value":"www.example.com"}],"uri":"/foo","args":"a=1","httpVersion":"HTTP/1.1","httpMethod":"GET","requestId":"rid"}}',
      event: {
        atMs: Date.UTC(2026, 2, 1, 10, 0, 0, 186),
        signature: "aws-waf-block",
        clientIp: "192.0.2.39",
        method: "GET",
        path: "/foo?a=1",
        host: "www.example.com",
        message: "BLOCK by rule STMTest_SQLi_XSS",
      },
    },
  ],
  canTell: ["which requests a rule stopped, and which rule"],
  cannotTell: ["what became of the requests it let through"],
  improve: "Filter the log to BLOCK: one line for each request is much.",
  open: (choice, options) => openWaf(choice.id, options),
};
