import { buildMessageEvent } from "@/core/formats/build-message-event";
import type { FormatDefinition } from "@/core/formats/format-definition";
import type { MessageReader, OpenOptions, Problem } from "@/core/formats/line-reader";
import { rulesOfPhase, signatureMatcher, type SignatureRule } from "@/core/formats/match-signature";
import { createTextClock } from "@/core/formats/text-clock";

/** Source: https://learn.microsoft.com/windows/win32/http/types-of-errors-logged-by-the-http-server-api */
// prettier-ignore
const SIGNATURES: readonly SignatureRule[] = [
  ...rulesOfPhase("proxy_internal", [
    ["httperr-pool-crashed", "Connection_Abandoned_By_AppPool", null, "upstream-crash", "high", "worker process died with the request in hand"],
    ["httperr-overload", /^(?:QueueFull|ConnLimit|AppPoolTimer|Timer_AppPool|Connections_Refused)$/, null, "upstream-overload", "high", "application pool takes no more requests"],
    ["httperr-pool-off", /^(?:AppOffline|Disabled|AppShutdown)$/, null, "upstream-crash", "high", "application pool is stopped"],
  ]),
  ...rulesOfPhase("send", [
    ["httperr-dropped", /^(?:Client_Reset|Connection_Dropped(?:_List_Full)?)$/, null, "client-abort", "low", "peer dropped the connection before the answer"],
  ]),
  ...rulesOfPhase("read_header", [
    ["httperr-timer", /^Timer_(?:ConnectionIdle|HeaderWait|EntityBody|MinBytesPerSecond|ResponseTimeout)$/, null, "keepalive-race", "low", "server closed an idle or slow connection"],
  ]),
];

const DATE_TIME = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?= )/;
/** Behind the URI come a stream id in newer versions, the status and the site. */
const REASON = /^[A-Z][A-Za-z]{2,40}(?:_[A-Za-z]{1,40}){0,6}$/;
const MAX_LENGTH = 16_384;

function openHttperr(format: string, options: OpenOptions): MessageReader | Problem {
  const clock = createTextClock({ ...options, timezone: null });
  if ("problem" in clock) return clock;
  const match = signatureMatcher(SIGNATURES);
  return {
    ...{ role: "error", format, signatures: SIGNATURES, peel: null },
    event: (raw) => {
      if (raw.trim() === "") return { skipped: "empty line" };
      if (/^\ufeff?#/.test(raw)) return { skipped: "comment or header" };
      const line = raw.slice(0, MAX_LENGTH);
      const time = DATE_TIME.exec(line)?.[0] ?? "";
      const columns = line.trimEnd().split(" ").slice(2);
      // Newer versions may put the server's name first.
      const client = /^\d{1,5}$/.test(columns[1] ?? "") ? 0 : 1;
      const reason = columns.findIndex((column, at) => at >= client + 9 && at <= client + 11 && REASON.test(column));
      if (time === "" || reason < 0 || !/^(?:\d{1,5}|-)$/.test(columns[client + 3] ?? ""))
        return { rejected: "no line of an HTTPERR log: it has no date, addresses and reason" };
      const atMs = clock(time);
      if (Number.isNaN(atMs)) return { rejected: `“${time}” is no time` };
      const at = (index: number) => (columns[index] === "-" ? null : (columns[index] ?? null));
      const message = columns[reason] ?? "";
      const known = match(message, null);
      const [version, method, path] = [at(client + 4), at(client + 5), at(client + 6)];
      // The status and the site stand before the reason.
      const status = columns.slice(client + 7, reason).find((column) => /^\d{3}$/.test(column));
      return buildMessageEvent(known, {
        ...(status === undefined ? {} : { status: Number(status) }),
        ...{ format, atMs, message, clientIp: at(client), server: at(reason + 1) },
        request: method === null ? null : [method, path ?? "-", version].filter((word) => word !== null).join(" "),
        ...{ method, path },
      });
    },
  };
}

/** Source: https://learn.microsoft.com/windows/win32/http/format-of-the-http-server-api-error-logs */
export const httperr: FormatDefinition = {
  id: "httperr",
  title: "HTTPERR (http.sys)",
  product: "Microsoft IIS",
  role: "error",
  kind: "message",
  docs: "https://learn.microsoft.com/windows/win32/http/format-of-the-http-server-api-error-logs",
  template: null,
  looksLike:
    /^#Fields:.*\bs-reason\b|^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} (?:\S{1,200} )?[0-9A-Fa-f:.%]{2,60} \d{1,5} [0-9A-Fa-f:.%]{2,60} \d{1,5} (?:HTTP\/|-)/,
  precedence: 115,
  signatures: SIGNATURES,
  samples: [
    {
      line: "2026-11-23 02:10:11 10.0.0.4 50211 10.0.0.9 80 HTTP/1.1 GET /api/orders?id=7 503 1 QueueFull DefaultAppPool",
      event: {
        atMs: Date.UTC(2026, 10, 23, 2, 10, 11),
        signature: "httperr-overload",
        phase: "proxy_internal",
        clientIp: "10.0.0.4",
        method: "GET",
        path: "/api/orders?id=7",
        request: "GET /api/orders?id=7 HTTP/1.1",
        server: "DefaultAppPool",
        message: "QueueFull",
      },
    },
    {
      line: "2026-11-23 02:10:12 fe80::1%3 50211 fe80::2%3 80 HTTP/1.1 GET / - - 1 Connection_Abandoned_By_AppPool DefaultAppPool",
      event: { signature: "httperr-pool-crashed", clientIp: "fe80::1%3" },
    },
    {
      line: "2026-11-23 02:10:13 10.0.0.4 50211 10.0.0.9 80 - - - - - Timer_ConnectionIdle -",
      event: { signature: "httperr-timer", request: null, path: null, server: null },
    },
  ],
  canTell: ["why http.sys refused a request or dropped a connection", "which application pool"],
  cannotTell: ["requests that reached the application", "how long anything took"],
  improve: "Read it together with the IIS log of the ARR server in front; both are UTC.",
  open: (choice, options) => openHttperr(choice.id, options),
};
