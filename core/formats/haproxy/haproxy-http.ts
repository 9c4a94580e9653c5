import { HAPROXY_HTTPLOG } from "@/core/configs/haproxy-httplog";
import { Field } from "@/core/events/field";
import type { FormatDefinition } from "@/core/formats/format-definition";
import { HAPROXY_REASONS } from "./haproxy-reasons";
import { haproxyDialect } from "./haproxy-dialect";
import { openHaproxy } from "./open-haproxy";
import { withExtraColumns } from "./with-extra-columns";

const REQUEST_END = 2 * Field.request + 1;
const HOST = 2 * Field.host;

/**
 * The name that the client asked for over TLS, out of what `option httpslog` appends: ` 0/0/0/0/1 shop.example.com/TLSv1.3/TLS_AES_…`.
 */
function readTlsName(buf: Uint8Array, to: number, out: Int32Array): void {
  let p = out[REQUEST_END]! + 2;
  if (out[REQUEST_END]! < 0 || p >= to) return;
  let slashes = 0;
  for (; p < to && buf[p] !== 32; p++) {
    if (buf[p] === 47) slashes++;
    else if (!isHexDigit(buf[p]!)) return;
  }
  const from = ++p;
  while (p < to && buf[p] !== 47 && buf[p] !== 32) p++;
  if (slashes !== 4 || p >= to || buf[p] !== 47) return;
  out[HOST] = from;
  out[HOST + 1] = p;
}

function isHexDigit(byte: number): boolean {
  return (byte - 48) >>> 0 < 10 || ((byte | 32) - 97) >>> 0 < 6 || byte === 45;
}

/** `option httplog`, and `option httpslog` up to its TLS values. Source: https://docs.haproxy.org/3.2/configuration.html#8.2.3 */
export const haproxyHttp: FormatDefinition = {
  id: "haproxy-http",
  title: "HAProxy HTTP log",
  product: "HAProxy",
  role: "access",
  kind: "template",
  docs: "https://docs.haproxy.org/3.2/configuration.html#8.2.3",
  template: HAPROXY_HTTPLOG,
  looksLike: / [^\s/]+\/\S+ (?:[^\s/]+ )?-?\d+\/-?\d+\/-?\d+\/-?\d+\/\+?-?\d+ {1,8}-?\d{1,3} /,
  companions: ["haproxy-tcp", "haproxy-events"],
  precedence: 100,
  signatures: HAPROXY_REASONS,
  samples: [
    {
      line: '127.0.0.1:37208 [25/Nov/2026:09:44:42.019] f fin/s1 0/0/3/-1/3 502 209 - - SH-- 3/3/0/0/0 0/0 {app.lab.test|Mozilla/5.0 (X11; #22q#22) #7Bb#7D} {} "GET /fin/x?a=1 HTTP/1.1"',
      event: {
        atMs: Date.UTC(2026, 10, 25, 9, 44, 42, 19),
        ...{ status: 502, method: "GET", path: "/fin/x?a=1", protocol: "HTTP/1.1", clientIp: "127.0.0.1" },
        ...{
          bodyBytes: 209,
          requestMs: 3,
          upstreamName: "fin",
          server: "s1",
          frontend: "f",
          flags: "SH--",
          host: null,
        },
        upstreams: [
          {
            ...{ addr: "fin/s1", status: null, connectMs: 3, headerMs: null, responseMs: null },
            ...{ receivedBytes: null, sentBytes: null },
          },
        ],
      },
    },
    {
      line: 'Nov 25 09:44:42 lb1 haproxy[13888]: 127.0.0.1:37332 [25/Nov/2026:09:44:42.024] f downb/<NOSRV> 0/-1/-1/-1/0 503 217 - - SC-- 6/6/0/0/0 0/0 "GET /downb/x HTTP/1.1"',
      event: { status: 503, upstreams: [], upstreamName: "downb", server: "<NOSRV>", flags: "SC--" },
    },
    {
      line: '127.0.0.1:46942 [25/Nov/2026:09:44:42.658] fs~ fin/s1 0/0/1/-1/2 502 209 - - SH-- 41/3/0/0/0 0/0 "GET /fin/x?a=1 HTTP/1.1" 0/0000000000000000/0/0/0 shop.lab.test/TLSv1.3/TLS_AES_256_GCM_SHA384',
      event: { frontend: "fs", host: "shop.lab.test", status: 502 },
    },
    {
      line: '127.0.0.1:47416 [25/Nov/2026:09:44:42.150] fasap full/s1 0/0/-1/-1/+2003 504 +217 - - sC-- 2/2/0/0/+1 0/0 "<BADREQ>"',
      event: { status: 504, requestMs: 2003, bodyBytes: 217, method: null, flags: "sC--" },
    },
  ],
  canTell: [
    "who ended each session and in which phase",
    "backend and server, queue, connect and header times",
    "whether the server or HAProxy made a status",
  ],
  cannotTell: [
    "the host, unless it is captured and the config is there",
    "the errno of a failed connection",
    "its time zone",
  ],
  improve:
    'log-format "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r bc_err=%[bc_err]:%[bc_err_str] host=%[capture.req.hdr(0)]"',
  open: (choice, options) =>
    openHaproxy(
      choice,
      { template: HAPROXY_HTTPLOG, dialect: withExtraColumns(haproxyDialect), openEnd: true, after: readTlsName },
      options,
    ),
};
