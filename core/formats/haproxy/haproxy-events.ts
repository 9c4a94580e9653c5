import { buildMessageEvent } from "@/core/formats/build-message-event";
import type { FormatDefinition } from "@/core/formats/format-definition";
import type { MessageReader, OpenOptions, Problem } from "@/core/formats/line-reader";
import { signatureMatcher } from "@/core/formats/match-signature";
import { createTextClock } from "@/core/formats/text-clock";
import { HAPROXY_SIGNATURES } from "./haproxy-signatures";
import { readHaproxyLine } from "./read-haproxy-line";

function openHaproxyEvents(format: string, options: OpenOptions): MessageReader | Problem {
  const clock = createTextClock(options);
  if ("problem" in clock) return clock;
  const match = signatureMatcher(HAPROXY_SIGNATURES);
  return {
    role: "error",
    format,
    signatures: HAPROXY_SIGNATURES,
    peel: null,
    event: (raw, carriedMs = null) => {
      if (raw.trim() === "") return { skipped: "empty line" };
      const line = readHaproxyLine(raw.slice(0, MAX_LENGTH), options.referenceMs ?? null);
      const known = match(line.message, null);
      if (!known && !(line.isHaproxy && SENTENCE.test(line.message)))
        return { rejected: "no message that HAProxy is known to write, and no “haproxy[pid]:” in front of it" };
      const atMs = line.time === null ? (carriedMs ?? NaN) : clock(line.time);
      if (Number.isNaN(atMs))
        return line.time === null
          ? { rejected: "the message has no time: log through syslog, or keep the collector's time beside it" }
          : { rejected: `“${line.time.slice(0, 40)}” is no time` };
      return buildMessageEvent(known, {
        format,
        atMs,
        level: line.level,
        message: line.message,
        clientIp: line.clientIp,
        upstreamAddr: upstreamOf(line.message),
        pid: line.pid,
      });
    },
  };
}

const MAX_LENGTH = 8192;
/** What HAProxy says begins with a word, what it logs of a request with an address, a time or a bracket. */
const SENTENCE = /^[A-Za-z][A-Za-z()'-]{1,40}[ :]/;

/** `backend/server`, or the backend alone where the message is about all of it. */
function upstreamOf(message: string): string | null {
  const server = /\b[Ss]erver ([^\s/]{1,128}\/[^\s,.:]{1,128})/.exec(message)?.[1];
  if (server !== undefined) return server;
  return (
    /\bbackend '?([^\s':]{1,128})'? has no server|failed for backend ([^\s:]{1,128}):/i
      .exec(message)
      ?.slice(1)
      .find((name) => name !== undefined) ?? null
  );
}

/** Source: https://docs.haproxy.org/3.2/configuration.html#8.2.1 and #8.2.5 */
export const haproxyEvents: FormatDefinition = {
  id: "haproxy-events",
  title: "HAProxy messages",
  product: "HAProxy",
  role: "error",
  kind: "message",
  docs: "https://docs.haproxy.org/3.2/configuration.html#8.2.5",
  template: null,
  looksLike:
    /(?:^|: )(?:(?:Backup )?Server [^\s/]+\/\S+ (?:is|enters) |[Bb]ackend '?\S+ has no server|Proxy \S+ (?:started|stopped|reached)|Connect from \S+ to \S+ \(|Health check for |Connect\(\) failed for backend |(?:Stopping|Paused|Pausing|Resumed) (?:frontend|backend|proxy) )|^\[(?:NOTICE|WARNING|ALERT|DIAG)\] *(?:\d{3}\/\d{6} )?\(\d+\) : |\d{3}\] [^\s/]+\/\S+: (?:SSL|Connection|Timeout) |\bhaproxy\[\d+\]: /,
  precedence: 60,
  signatures: HAPROXY_SIGNATURES,
  samples: [
    {
      line: 'Nov 25 09:44:39 lb1 haproxy[13888]: Server downb/s1 is DOWN, reason: Layer4 connection problem, info: "Connection refused", check duration: 0ms. 1 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.',
      event: {
        atMs: Date.UTC(2025, 10, 25, 9, 44, 39),
        ...{ signature: "haproxy-check-refused", phase: "connect", errno: "L4CON", upstreamAddr: "downb/s1" },
      },
    },
    {
      line: "127.0.0.1:46964 [25/Nov/2026:09:44:42.161] fs/1: SSL handshake failure",
      event: {
        ...{ atMs: Date.UTC(2026, 10, 25, 9, 44, 42, 161), signature: "haproxy-client-tls", clientIp: "127.0.0.1" },
      },
    },
    {
      line: "[ALERT] 328/094439 (13888) : backend 'downb' has no server available!",
      event: {
        atMs: Date.UTC(2025, 10, 25, 9, 44, 39),
        ...{ level: "alert", pid: 13888, signature: "haproxy-backend-down", upstreamAddr: "downb" },
      },
    },
    {
      line: "<132>1 2026-11-25T09:45:30.115000+00:00 - haproxy 13888 - - Proxy f stopped (cumulated conns: FE: 32, BE: 1).",
      event: { atMs: Date.UTC(2026, 10, 25, 9, 45, 30, 115), signature: "haproxy-stopped" },
      choice: { wrappers: ["syslog"] },
    },
  ],
  canTell: [
    "servers going down and why the check failed",
    "backends without a server",
    "reloads, stops and limits reached",
  ],
  cannotTell: ["which requests failed"],
  improve: "option log-health-checks in defaults, and log … notice or info.",
  open: (choice, options) => openHaproxyEvents(choice.id, options),
};
