import { buildMessageEvent } from "@/core/formats/build-message-event";
import type { FormatDefinition } from "@/core/formats/format-definition";
import type { MessageReader, OpenOptions, Problem } from "@/core/formats/line-reader";
import { rulesOfPhase, signatureMatcher, type SignatureRule } from "@/core/formats/match-signature";
import { createTextClock } from "@/core/formats/text-clock";

/** Source: https://github.com/apache/tomcat-connectors/blob/main/native/common/jk_ajp_common.c, jk_connect.c, jk_lb_worker.c */
// prettier-ignore
const SIGNATURES: readonly SignatureRule[] = [
  ...rulesOfPhase("read_header", [
    ["jk-wrong-protocol", /wrong message format 0x[0-9a-f]{4} from /, null, "wrong-protocol", "high", "the upstream does not speak AJP"],
    ["jk-reply-timeout", /Timeout with waiting reply from tomcat|time ?out while waiting (?:for )?reply/i, "110/ETIMEDOUT", "upstream-timeout", "high", "Tomcat did not answer in time"],
    ["jk-no-reply", /can't receive the response (?:header )?message from (?:tomcat|backend)|(?:Tomcat|Backend) has forced a connection close/, null, "premature-close", "medium", "Tomcat closed without an answer"],
    ["jk-receiving-failed", /receiving (?:reply )?from (?:tomcat|backend) failed/, null, "premature-close", "low", "no answer from Tomcat"],
  ]),
  ...rulesOfPhase("connect", [
    ["jk-all-failed", /All tomcat instances failed|all tomcat instances are busy|no more workers left/i, null, "no-live-upstreams", "high", "no worker left"],
    ["jk-refused", /connecting to (?:tomcat|backend) failed|(?:Tomcat|Backend) is down or refused connection|Failed opening socket to|connect to \(?\S{1,100} failed \(errno=111\)/, "111/ECONNREFUSED", "upstream-down", "high", "Tomcat is down or refused the connection"],
    ["jk-connect-failed", /connect to \S{1,100} failed|can't connect to/, null, "upstream-down", "medium", "no connection to Tomcat"],
    ["jk-worker-error", /worker \S{1,100} (?:\(\S{1,100}\) )?(?:is in error state|set to error|marked as failed)/i, null, "no-live-upstreams", "medium", "worker is in error state"],
  ]),
  ...rulesOfPhase("send", [
    ["jk-send-failed", /sending request to (?:tomcat|backend) failed|error sending request|Error sending request body/, null, "early-response", "low", "the request could not be passed to Tomcat"],
    ["jk-client-gone", /Client connection aborted|Writing to client aborted|write to client failed/i, null, "client-abort", "high", "the client left"],
  ]),
  ...rulesOfPhase("proxy_internal", [
    ["jk-started", /mod_jk\/[\d.]+ .{0,40}(?:initialized|configured)/i, null, "", "high", "mod_jk started"],
  ]),
];

// [Mon Nov 23 02:05:56.123 2026] [1310:140] [error] function::file.c (123): message
const LINE =
  /^\[(\w{3} \w{3} [ \d]\d [\d:.]{8,15} \d{4})\] ?\[(\d{1,10}):\d{1,20}\] \[(trace|debug|info|warn|error|emerg)\] (?:([\w:]{1,80}::)?[\w.]{1,60}\.c \(\d{1,6}\): )?(.*)$/;
const ADDRESS = /(?:from|to|for) \(?((?:[\w.-]{1,120}|\[[\da-fA-F:.]{2,45}\]):\d{1,5})\b/;

function openModJk(format: string, options: OpenOptions): MessageReader | Problem {
  const clock = createTextClock(options);
  if ("problem" in clock) return clock;
  const match = signatureMatcher(SIGNATURES);
  return {
    role: "error",
    format,
    signatures: SIGNATURES,
    peel: null,
    event: (raw) => {
      if (raw.trim() === "") return { skipped: "empty line" };
      const line = LINE.exec(raw.slice(0, 8192));
      if (!line) return { rejected: "no line of mod_jk's log: it has no “[time] [pid:tid] [level]”" };
      const [, time = "", pid, level = "", , message = ""] = line;
      const atMs = clock(time);
      if (Number.isNaN(atMs)) return { rejected: `“${time}” is no time` };
      const known = match(message, null);
      return buildMessageEvent(known, {
        ...{ format, atMs, level, message },
        upstreamAddr: ADDRESS.exec(message.slice(0, 1024))?.[1] ?? null,
        pid: Number(pid),
      });
    },
  };
}

/** Source: https://tomcat.apache.org/connectors-doc/reference/apache.html */
export const modJk: FormatDefinition = {
  id: "mod-jk",
  title: "mod_jk log",
  product: "Apache httpd",
  role: "error",
  kind: "message",
  docs: "https://tomcat.apache.org/connectors-doc/reference/apache.html",
  template: null,
  looksLike: /^\[\w{3} \w{3} [ \d]\d [\d:.]{8,15} \d{4}\] ?\[\d+:\d+\] \[(?:trace|debug|info|warn|error|emerg)\] /,
  precedence: 100,
  signatures: SIGNATURES,
  samples: [
    {
      line: "[Mon Nov 23 02:05:56.123 2026] [1310:1] [error] ajp_connection_tcp_get_message::jk_ajp_common.c (1284): wrong message format 0x4854 from 127.0.0.1:8090",
      event: {
        atMs: Date.UTC(2026, 10, 23, 2, 5, 56, 123),
        level: "error",
        signature: "jk-wrong-protocol",
        phase: "read_header",
        upstreamAddr: "127.0.0.1:8090",
      },
    },
    {
      line: "[Mon Nov 23 02:05:56.123 2026] [1310:1] [error] ajp_service::jk_ajp_common.c (2626): (worker1) connecting to tomcat failed (rc=-3, errors=1, client_errors=0).",
      event: { signature: "jk-refused", phase: "connect" },
    },
  ],
  canTell: ["which worker failed, and whether at the connect or at the answer"],
  cannotTell: ["how many requests succeeded", "its time zone"],
  improve: "JkLogLevel info, and JkRequestLogFormat in the access log.",
  open: (choice, options) => openModJk(choice.id, options),
};
