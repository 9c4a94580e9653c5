import { Field } from "@/core/events/field";
import type { FormatDefinition } from "@/core/formats/format-definition";
import type { PlanPart } from "@/core/formats/line-plan";
import { openSquid } from "./open-squid";
import { SQUID_GUESSES } from "./squid-reasons";

/** Up to the URL; what follows it is taken from its end, since URLs may hold blanks. */
const PLAN: PlanPart[] = [
  { name: "%ts.%03tu", field: "time", kind: "time-epoch", rank: 1 },
  { literal: " " },
  { name: "%6tr", field: "requestTime", kind: "padded", rank: 1, unitMs: 1 },
  { literal: " " },
  { name: "%>a", field: "client", kind: "list", rank: 1 },
  { literal: " " },
  { name: "%Ss", field: "flags", kind: "text", rank: 1 },
  { literal: "/" },
  { name: "%03>Hs", field: "status", kind: "status", rank: 1 },
  { literal: " " },
  { name: "%<st", field: "bodyBytes", kind: "integer", rank: 1 },
  { literal: " " },
  { name: "%rm", field: "method", kind: "list", rank: 1 },
  { literal: " " },
  { name: "%ru %[un %Sh/%<a %mt", field: "path", kind: "text", rank: 1 },
];

const PATH = 2 * Field.path;
const ADDR = 2 * Field.upstreamAddr;

/** Splits `URL user HIERARCHY/peer type`: the hierarchy is the first word from the third on that is written in capitals up to a slash. */
function splitTail(buf: Uint8Array, out: Int32Array): void {
  const from = out[PATH]!;
  const to = out[PATH + 1]!;
  let first = to;
  let before = from;
  let start = from;
  for (let word = 0, p = from; p <= to; p++) {
    if (p < to && buf[p] !== 32) continue;
    if (word === 0) first = p;
    const slash = word >= 2 ? endOfHierarchy(buf, start, p) : -1;
    if (slash >= 0) {
      out[PATH + 1] = before - 1;
      if (buf[slash + 1] === 45 && p === slash + 2) return;
      out[ADDR] = slash + 1;
      out[ADDR + 1] = p;
      return;
    }
    before = start;
    start = p + 1;
    word++;
  }
  // No hierarchy: one that was switched off, or a line that was cut.
  out[PATH + 1] = first;
}

/** The slash behind a word in capitals, `HIER_DIRECT/10.0.0.5`; -1 where the word is none. */
function endOfHierarchy(buf: Uint8Array, from: number, to: number): number {
  let p = from;
  while (p < to && ((buf[p]! - 65) >>> 0 < 26 || buf[p] === 95)) p++;
  return p - from >= 3 && p + 1 < to && buf[p] === 47 ? p : -1;
}

/** `logformat squid`. Source: https://www.squid-cache.org/Doc/config/logformat/ */
export const squidNative: FormatDefinition = {
  id: "squid-native",
  title: "Squid access log",
  product: "Squid",
  role: "access",
  kind: "template",
  docs: "https://www.squid-cache.org/Doc/config/logformat/",
  template: "%ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt",
  looksLike: /^(?:.{0,200} )?\d{8,10}\.\d{1,3} +-?\d+ \S+ (?:TCP|NONE|UDP|TAG)[A-Z_]*\/\d{3} -?\d+ /,
  companions: ["squid-cache"],
  precedence: 100,
  signatures: SQUID_GUESSES,
  samples: [
    {
      line: "1795599937.836    202 192.0.2.7 TCP_MISS/502 3327 GET http://app.lab.test/fin/x? - FIRSTUP_PARENT/10.0.0.5 text/html",
      event: {
        atMs: 1795599937836,
        ...{ status: 502, method: "GET", path: "http://app.lab.test/fin/x?", host: "app.lab.test", requestMs: 202 },
        ...{ clientIp: "192.0.2.7", bodyBytes: 3327, flags: "TCP_MISS" },
        upstreams: [
          {
            ...{ addr: "10.0.0.5", status: null, connectMs: null, headerMs: null, responseMs: null },
            ...{ receivedBytes: null, sentBytes: null },
          },
        ],
      },
    },
    {
      line: "1795599937.850      0 127.0.0.1 TCP_MISS/503 3413 GET http://app.lab.test/refused/x? - HIER_NONE/- text/html",
      event: { status: 503, upstreams: [] },
    },
    {
      line: "1795599938.334    464 127.0.0.1 TCP_MISS_ABORTED/000 0 GET http://app.lab.test/slow/x - FIRSTUP_PARENT/127.0.0.1 -",
      event: { status: null, flags: "TCP_MISS_ABORTED" },
    },
  ],
  canTell: ["whether a server was asked, and which", "whether the cache answered", "clients that left"],
  cannotTell: ["why a request failed", "whether the server or Squid made a status", "queries: they are cut off"],
  improve:
    "logformat diag %ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt %err_code/%err_detail %<tt %<pt — and strip_query_terms off.",
  open: (choice, options) =>
    openSquid(choice, { plan: PLAN, template: null, after: { fields: ["upstreamAddr"], scan: splitTail } }, options),
};
