import type { ErrorEvent } from "@/core/events/error-event";
import type { FormatDefinition } from "@/core/formats/format-definition";
import type { MessageReader, OpenOptions, Problem } from "@/core/formats/line-reader";
import { rulesOfPhase, signatureMatcher, type SignatureRule } from "@/core/formats/match-signature";
import { createTextClock } from "@/core/formats/text-clock";

/** Source: https://fly.io/docs/reference/error-codes/ */
// prettier-ignore
const SIGNATURES: readonly SignatureRule[] = [
  ...rulesOfPhase("connect", [
    ["fly-refused", /^\[PC01\] instance refused connection/, "PC01", "wrong-port", "medium", "instance refused the connection"],
    ["fly-unreachable", /^\[PU0[13]\]/, "PU01", "cdn-fault", "medium", "worker host out of reach"],
  ]),
  ...rulesOfPhase("read_header", [
    ["fly-closed", /^\[PU02\] could not complete HTTP request to instance:.*connection closed before message completed/, "PU02", "premature-close", "medium", "instance closed without an answer"],
  ]),
  ...rulesOfPhase("proxy_internal", [
    ["fly-no-candidate", /^\[PR04\] could not find a good candidate/, "PR04", "no-live-upstreams", "high", "no healthy instance"],
  ]),
];

// 2026-11-23T02:05:56Z proxy[e82e550c226228] ams [error][PC01] text; without the time where a collector has it.
const LINE =
  /^(?:(\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})) )?proxy\[(\w+)\] ([a-z]{3}) ?\[(error|warn|info|debug)\] ?((?:\[P[A-Z]\d\d\] ?)?.*)$/s;

function openFly(format: string, options: OpenOptions): MessageReader | Problem {
  const clock = createTextClock(options);
  if ("problem" in clock) return clock;
  const match = signatureMatcher(SIGNATURES);
  return {
    role: "error",
    format,
    signatures: SIGNATURES,
    peel: null,
    event: (raw, carriedMs = null) => {
      if (raw.trim() === "") return { skipped: "empty line" };
      const line = LINE.exec(raw.slice(0, 8192));
      if (!line) return { rejected: "no line of Fly's proxy: it has no “proxy[machine] region [level]”" };
      const [, time, machine = "", region = "", level = "", message = ""] = line;
      const atMs = time === undefined ? carriedMs : clock(time);
      if (atMs === null) return { rejected: "the line has no time, nor did a collector write one" };
      if (Number.isNaN(atMs)) return { rejected: `“${time ?? ""}” is no time` };
      const known = match(message, null);
      const event: ErrorEvent = {
        role: "error",
        format,
        ...{ atMs, level, message },
        phase: known?.phase ?? null,
        errno: known?.errno ?? null,
        signature: known?.id ?? null,
        ...{ clientIp: null, request: null, method: null, path: null, host: null },
        server: region,
        upstreamAddr: machine,
        ...{ referer: null, connection: null, pid: null },
      };
      return event;
    },
  };
}

/** Source: https://fly.io/docs/monitoring/logs-overview/ */
export const flyProxy: FormatDefinition = {
  id: "fly-proxy",
  title: "Fly.io proxy log",
  product: "Fly.io",
  role: "error",
  kind: "message",
  docs: "https://fly.io/docs/reference/error-codes/",
  template: null,
  looksLike: /(?:^| )proxy\[\w+\] [a-z]{3} ?\[(?:error|warn|info|debug)\]/,
  precedence: 50,
  signatures: SIGNATURES,
  samples: [
    {
      line: "2026-11-23T02:05:56.123Z proxy[e82e550c226228] ams [error][PC01] instance refused connection. is your app listening on 0.0.0.0:8080? make sure it is not only listening on 127.0.0.1",
      event: {
        atMs: Date.UTC(2026, 10, 23, 2, 5, 56, 123),
        ...{
          level: "error",
          signature: "fly-refused",
          phase: "connect",
          upstreamAddr: "e82e550c226228",
          server: "ams",
        },
      },
    },
  ],
  canTell: ["why the proxy could not use an instance", "the machine and the region"],
  cannotTell: ["which request it was"],
  improve: "fly logs --json keeps the time of every line.",
  open: (choice, options) => openFly(choice.id, options),
};
