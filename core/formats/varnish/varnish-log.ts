import { buildMessageEvent } from "@/core/formats/build-message-event";
import type { FormatDefinition } from "@/core/formats/format-definition";
import type { MessageReader, OpenOptions, Problem } from "@/core/formats/line-reader";
import { signatureMatcher } from "@/core/formats/match-signature";
import { zoneOffset } from "@/core/formats/zone-offset";
import { readVslRecord } from "./read-vsl-record";
import { REUSED, VARNISH_SIGNATURES } from "./varnish-signatures";
import { VslTransactions } from "./vsl-transactions";

/** Records that are events of their own. `Still healthy` and the statuses that Varnish sets itself are not among them. */
const TELLING = /^(?:FetchError|VCL_Error|Error|SessError|BogoHeader|LostHeader|Backend_health)$/;

function openVarnishLog(format: string, options: OpenOptions): MessageReader | Problem {
  // Times are epoch seconds; a zone that cannot be read is refused all the same.
  const zone = zoneOffset(options.timezone);
  if (typeof zone !== "function") return zone;
  const match = signatureMatcher(VARNISH_SIGNATURES);
  const transactions = new VslTransactions();
  let shownMinute = -1;
  return {
    role: "error",
    format,
    signatures: VARNISH_SIGNATURES,
    peel: null,
    event: (raw, carriedMs = null) => {
      const line = raw.slice(0, 8192).trimEnd();
      if (line.trim() === "") return { skipped: "empty line" };
      const record = readVslRecord(line);
      if (!record) return { rejected: "no record of varnishlog" };
      const { tag } = record;
      const transaction = transactions.note(record);
      const atMs = carriedMs ?? transaction.atMs ?? transactions.lastAtMs;
      // One timestamp a minute stands for the traffic, so that the log's span is known where nothing fails.
      const isTraffic = tag === "Timestamp" && atMs !== null && Math.floor(atMs / 60_000) !== shownMinute;
      const isPassed =
        tag === "BerespStatus" && /^5\d\d$/.test(record.text) && transaction.hasAnswer && !transaction.hasFailed;
      // Backend_health has a column of its own in front.
      const text = tag === "Backend_health" ? record.text.replace(/^- /, "") : record.text;
      if (tag === "FetchError") transaction.hasFailed = true;
      const isHealthy = tag === "Backend_health" && / Still healthy /.test(text);
      if (!isTraffic && !isPassed && (!TELLING.test(tag) || isHealthy))
        return { skipped: "a record that tells of no failure" };
      if (atMs === null)
        return { rejected: "the record comes before any Timestamp, and nothing else says when it was written" };
      if (isTraffic) shownMinute = Math.floor(atMs / 60_000);
      const known = match(`${tag} ${text}`, transaction.isReused ? REUSED : null);
      const backend = /^backend ([^\s:]{1,128}):|^(?:Director )?(\S{1,128}) returned no backend/.exec(text);
      const probed = tag === "Backend_health" ? (text.split(" ", 1)[0] ?? null) : null;
      const { method, path, host, clientIp } = transaction;
      return buildMessageEvent(known, {
        format,
        atMs,
        message: `${tag} ${text}`,
        clientIp: isTraffic ? null : clientIp,
        method: isTraffic ? null : method,
        path: isTraffic ? null : path,
        host: isTraffic ? null : host,
        upstreamAddr: isTraffic ? null : (transaction.backend ?? backend?.[1] ?? backend?.[2] ?? probed),
      });
    },
  };
}

/** Source: https://varnish-cache.org/docs/7.7/reference/varnishlog.html */
export const varnishLog: FormatDefinition = {
  id: "varnish-log",
  title: "varnishlog",
  product: "Varnish",
  role: "error",
  kind: "message",
  docs: "https://varnish-cache.org/docs/7.7/reference/vsl.html",
  template: null,
  looksLike:
    /^(?:\*{1,3}|\*\d{1,3}\*) +<< +(?:Request|BeReq|Session|Record) +>> +\d|^(?:-{1,3}|-\d{1,3}-| *\d{1,20}) +(?:\d{1,20} )?(?:Begin|Timestamp|VCL_call|BereqMethod|BerespStatus|FetchError|Backend_health|BackendOpen|ReqURL) /,
  precedence: 50,
  signatures: VARNISH_SIGNATURES,
  samples: [
    {
      line: "--  Timestamp      Fetch: 1795599956.160965 0.000013 0.000013",
      event: { atMs: 1795599956160, signature: "varnish-traffic" },
    },
    {
      line: "2026-11-25T09:45:56.160965000Z stdout F --  FetchError     backend b_refused: fail errno 111 (Connection refused)",
      choice: { wrappers: ["cri"] },
      event: {
        atMs: Date.UTC(2026, 10, 25, 9, 45, 56, 160),
        ...{ signature: "varnish-refused", phase: "connect", errno: "111/ECONNREFUSED", upstreamAddr: "b_refused" },
      },
    },
    {
      line: '2026-11-25T09:45:56.160965000Z stdout F          0 Backend_health - b_sick Still sick -------- 0 2 2 0.000000 0.000000 "Open error 111 (Connection refused)"',
      choice: { wrappers: ["cri"] },
      event: { signature: "varnish-probe-failed", upstreamAddr: "b_sick" },
    },
  ],
  canTell: ["why each fetch failed", "backend, request and host of the failure", "probes that fail"],
  cannotTell: ["how many requests succeeded, unless varnishncsa's log is there"],
  improve: "varnishlog -g request -q 'FetchError or BerespStatus >= 500', and -g raw -i Backend_health for the probes.",
  open: (choice, options) => openVarnishLog(choice.id, options),
};
