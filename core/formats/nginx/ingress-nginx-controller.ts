import { buildMessageEvent } from "@/core/formats/build-message-event";
import type { FormatDefinition } from "@/core/formats/format-definition";
import type { MessageReader, OpenOptions, Problem } from "@/core/formats/line-reader";
import { rulesOfPhase, signatureMatcher, type SignatureRule } from "@/core/formats/match-signature";
import { createTextClock } from "@/core/formats/text-clock";

/** Source: https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/controller.go */
// prettier-ignore
const SIGNATURES: readonly SignatureRule[] = [
  ...rulesOfPhase("resolve", [
    ["ingress-no-endpoint", /^Service "[^"]*" does not have any active Endpoint/, null, "no-endpoints", "high", "the service has no endpoint"],
    ["ingress-no-service", /^Error obtaining Endpoints for Service "[^"]*"/, null, "proxy-config-error", "high", "the ingress names a service that does not exist"],
  ]),
  ...rulesOfPhase("proxy_internal", [
    ["ingress-bad-config", /^"?(?:Unexpected failure reloading the backend|Error reloading NGINX)/, null, "proxy-config-error", "high", "the configuration could not be loaded"],
    ["ingress-reload", /^"?Backend successfully reloaded/, null, "", "high", "the controller reloaded nginx"],
  ]),
];

/** klog's head: severity, month and day, clock, thread, file and line. Source: https://github.com/kubernetes/klog */
const HEAD = /^([IWEF])(\d{2})(\d{2}) (\d{2}:\d{2}:\d{2})\.\d+ +\d+ [\w.-]+:\d+\] (.*)$/;
const LEVELS: Record<string, string> = { I: "info", W: "warning", E: "error", F: "fatal" };
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

function openController(format: string, options: OpenOptions): MessageReader | Problem {
  const clock = createTextClock(options);
  if ("problem" in clock) return clock;
  const match = signatureMatcher(SIGNATURES);
  return {
    role: "error",
    format,
    signatures: SIGNATURES,
    peel: null,
    event: (text, carriedMs) => {
      const head = HEAD.exec(text.slice(0, 8192));
      if (!head) return { rejected: "no line of the controller: it has no “W0312 10:00:00.000000 7 file.go:1]”" };
      const [, level = "", month = "", day = "", time = "", message = ""] = head;
      // The year is written nowhere; a wrapper's time has it.
      const atMs = carriedMs ?? clock(`${MONTHS[Number(month) - 1] ?? ""} ${day} ${time}`);
      if (Number.isNaN(atMs)) return { rejected: `“${month}${day} ${time}” is no time` };
      const known = match(message, null);
      return buildMessageEvent(known, {
        ...{ format, atMs, level: LEVELS[level] ?? null, message },
        upstreamAddr: /^(?:Service|Error obtaining Endpoints for Service) "([^"]*)"/.exec(message)?.[1] ?? null,
      });
    },
  };
}

/** Source: https://kubernetes.github.io/ingress-nginx/troubleshooting/ */
export const ingressNginxController: FormatDefinition = {
  id: "ingress-nginx-controller",
  title: "ingress-nginx controller log",
  product: "ingress-nginx",
  role: "error",
  kind: "message",
  docs: "https://kubernetes.github.io/ingress-nginx/troubleshooting/",
  template: null,
  looksLike: /^[IWEF]\d{4} \d{2}:\d{2}:\d{2}\.\d+ +\d+ [\w.-]+:\d+\] /,
  precedence: 50,
  signatures: SIGNATURES,
  samples: [
    {
      line: 'W0312 10:00:00.000000       7 controller.go:1225] Service "default/web" does not have any active Endpoint.',
      event: {
        atMs: Date.UTC(2026, 2, 12, 10),
        level: "warning",
        signature: "ingress-no-endpoint",
        phase: "resolve",
        upstreamAddr: "default/web",
      },
    },
    {
      line: 'I0312 10:00:01.000000       7 controller.go:213] "Backend successfully reloaded"',
      event: { level: "info", signature: "ingress-reload" },
    },
  ],
  canTell: ["services without an endpoint", "reloads, and configurations that could not be loaded"],
  cannotTell: ["which request failed", "the year of its times"],
  improve: "The access lines stand in the same container's log; add $upstream_connect_time to log-format-upstream.",
  open: (choice, options) => openController(choice.id, options),
};
