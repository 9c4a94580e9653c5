import { buildMessageEvent } from "@/core/formats/build-message-event";
import type { FormatDefinition } from "@/core/formats/format-definition";
import type { MessageReader, OpenOptions, Problem } from "@/core/formats/line-reader";
import { rulesOfPhase, signatureMatcher, type SignatureRule } from "@/core/formats/match-signature";
import { createTextClock } from "@/core/formats/text-clock";

// prettier-ignore
const SIGNATURES: readonly SignatureRule[] = rulesOfPhase("tls", [
  ["alb-client-certificate", /^Failed:(?:ClientCert|UnmappedConnectionError)/, null, "", "high", "balancer refused a client's certificate"],
  ["alb-client-handshake", /^TLS handshake with the client failed/, null, "", "medium", "client's TLS handshake failed"],
]);

/** time client port listener-port protocol cipher latency "subject" validity serial verify-status [trace] */
const LINE =
  /^(\d{4}-\d{2}-\d{2}T[\d:.]{8,18}Z) (\S{2,60}) (\d{1,5}) (\d{1,5}) (\S{1,40}) (\S{1,80}) (-|\d[\d.]{0,20}) ("[^"]*"|-) (\S{1,200}) (\S{1,100}) (\S{1,100})/;

function openConnections(format: string, options: OpenOptions): MessageReader | Problem {
  const clock = createTextClock({ ...options, timezone: null });
  if ("problem" in clock) return clock;
  const match = signatureMatcher(SIGNATURES);
  return {
    ...{ role: "error", format, signatures: SIGNATURES, peel: null },
    event: (raw) => {
      if (raw.trim() === "") return { skipped: "empty line" };
      const line = LINE.exec(raw.slice(0, 8192));
      if (!line) return { rejected: "no connection of an Application Load Balancer: it has other columns" };
      const [, time = "", client = "", , port = "", protocol = "", , , , , , status = ""] = line;
      const atMs = clock(time);
      if (Number.isNaN(atMs)) return { rejected: `“${time}” is no time` };
      const isPlain = port === "80";
      if (status === "Success" || (status === "-" && (protocol !== "-" || isPlain)))
        return { skipped: "a connection that was made" };
      const message = status === "-" ? "TLS handshake with the client failed" : status;
      return buildMessageEvent(match(message, null), { format, atMs, level: "error", message, clientIp: client });
    },
  };
}

/** Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-connection-logs.html */
export const awsAlbConnection: FormatDefinition = {
  id: "aws-alb-connection",
  title: "AWS Application Load Balancer, connections",
  product: "AWS Application Load Balancer",
  role: "error",
  kind: "message",
  docs: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-connection-logs.html",
  template: null,
  looksLike: /^\d{4}-\d{2}-\d{2}T[\d:.]{8,18}Z \S{2,60} \d{1,5} \d{1,5} \S{1,40} \S{1,80} (?:-|\d[\d.]{0,20}) (?:"|-)/,
  precedence: 105,
  signatures: SIGNATURES,
  samples: [
    {
      line: '2026-03-01T17:05:15.514108Z 192.0.2.39 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 4.036 "CN=client.example.com,O=endEntity" NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z FEF257372D5C14D4 Failed:ClientCertUntrusted TID_3180a73013c8ca4bac2f731159d4b0fe',
      event: {
        atMs: Date.UTC(2026, 2, 1, 17, 5, 15, 514),
        signature: "alb-client-certificate",
        clientIp: "192.0.2.39",
        message: "Failed:ClientCertUntrusted",
      },
    },
    {
      line: '2026-03-01T17:05:16.514108Z 192.0.2.39 36282 443 - - - "-" - - - TID_1180a73013c8ca4bac2f731159d4b0fe',
      event: { signature: "alb-client-handshake", phase: "tls" },
    },
  ],
  canTell: ["which clients did not get through TLS, and why"],
  cannotTell: ["requests and statuses", "anything about targets"],
  improve: "Switch access logs on as well: access_logs.s3.enabled.",
  open: (choice, options) => openConnections(choice.id, options),
};
