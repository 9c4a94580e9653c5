import { HAPROXY_HTTPLOG } from "@/core/configs/haproxy-httplog";
import { Field } from "@/core/events/field";
import type { FormatDefinition } from "@/core/formats/format-definition";
import { HAPROXY_REASONS } from "./haproxy-reasons";
import { haproxyDialect, hostSlot } from "./haproxy-dialect";
import { haproxyJsonKeys, isHaproxyJson } from "./haproxy-json-keys";
import { openHaproxy, openHaproxyJson } from "./open-haproxy";
import { logFormatText, parseLogFormat } from "./parse-log-format";

/** Read where no string is given: `option httplog` with the values behind it that tell errors apart. */
const RECOMMENDED =
  "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r %ID bc_err=%[bc_err]:%[bc_err_str] srv=%si:%sp ssl=%sslv";

const HOST = 2 * Field.host;

/** Finds the host among the captured headers, `{shop.example|Mozilla/5.0 …}`; undefined where the string does not say that it is there. */
function capturedHost(text: string) {
  const slot = parseLogFormat(text)?.reduce((found, part) => Math.max(found, hostSlot(part)), -1) ?? -1;
  if (slot < 0) return undefined;
  return (buf: Uint8Array, _to: number, out: Int32Array) => {
    let from = out[HOST]!;
    const end = out[HOST + 1]!;
    if (from < 0) return;
    for (let left = slot; left > 0 && from <= end; from++) if (from === end || buf[from] === 124) left--;
    let to = from;
    while (to < end && buf[to] !== 124) to++;
    out[HOST] = to > from ? from : -1;
    out[HOST + 1] = to;
  };
}

/** Any log-format string, as lines with positions or as JSON. Source: https://docs.haproxy.org/3.2/configuration.html#8.2.6 */
export const haproxyTemplate: FormatDefinition = {
  id: "haproxy-template",
  title: "HAProxy, own log-format",
  product: "HAProxy",
  role: "access",
  kind: "template",
  docs: "https://docs.haproxy.org/3.2/configuration.html#8.2.6",
  template: null,
  dialect: "haproxy",
  companions: ["haproxy-events"],
  precedence: 110,
  signatures: HAPROXY_REASONS,
  samples: [
    {
      choice: { template: `log-format "${RECOMMENDED}"` },
      line: '127.0.0.1:56500 [25/Nov/2026:09:44:42.139] frec tlsca/s1 0/0/-1/-1/1004 503 217 - - SC-- 34/4/3/0/1 0/0 "GET /tlsca/x?a=1 HTTP/1.1" 7F000001:DCB4_7F000001:4654_6B06AE0A_0036:3640 bc_err=34:SSL handshake failure srv=127.0.0.1:18443 ssl=-',
      event: {
        ...{ status: 503, errorReason: "SSL handshake failure", flags: "SC--", upstreamName: "tlsca", server: "s1" },
        requestId: "7F000001:DCB4_7F000001:4654_6B06AE0A_0036:3640",
      },
    },
    {
      choice: { template: HAPROXY_HTTPLOG.replace("%hr", "%(User-Agent|Host)hr") },
      line: '127.0.0.1:37208 [25/Nov/2026:09:44:42.019] f fin/s1 0/0/3/-1/3 502 209 - - SH-- 3/3/0/0/0 0/0 {Mozilla/5.0 (X11; #22q#22) #7Bb#7D|app.lab.test} "GET /fin/x?a=1 HTTP/1.1"',
      event: { status: 502, host: "app.lab.test", path: "/fin/x?a=1", upstreamName: "fin", server: "s1" },
    },
    {
      choice: {
        template:
          "log-format %ci\\ %cp\\ [%trl]\\ %f\\ %b\\ %s\\ %TR\\ %Tc\\ %Tr\\ %Ta\\ %ST\\ %B\\ %ts\\ %HM\\ %HU\\ %HV\\ %[req.hdr(host)]\\ %{+Q}[bc_err_str]",
      },
      line: '127.0.0.1 59314 [25/Nov/2026:09:44:42 +0000] fspaced slow s1 0 0 -1 1501 504 198 sH GET /slow/x?a=1 HTTP/1.1 app.lab.test "Success"',
      event: {
        ...{ status: 504, host: "app.lab.test", path: "/slow/x?a=1", flags: "sH", requestMs: 1501, errorReason: null },
        upstreams: [
          {
            ...{ addr: "slow/s1", status: null, connectMs: 0, headerMs: null, responseMs: null },
            ...{ receivedBytes: null, sentBytes: null },
          },
        ],
      },
    },
    {
      choice: {
        template:
          '{"time":"%t","client":"%ci","port":%cp,"fe":"%ft","be":"%b","srv":"%s","Tc":%Tc,"Tr":%Tr,"Ta":%Ta,"status":%ST,"bytes":%B,"tsc":"%tsc","req":"%HM %HU %HV","err":"%[bc_err_str]"}',
      },
      line: '{"time":"25/Nov/2026:09:44:42.142","client":"127.0.0.1","port":44576,"fe":"fjson~","be":"refused","srv":"s1","Tc":-1,"Tr":-1,"Ta":1001,"status":503,"bytes":217,"tsc":"SC--","req":"GET /refused/x?a=1 HTTP/1.1","err":"-"}',
      event: {
        atMs: Date.UTC(2026, 10, 25, 9, 44, 42, 142),
        ...{ status: 503, method: "GET", path: "/refused/x?a=1", frontend: "fjson", requestMs: 1001, flags: "SC--" },
        ...{ upstreamName: "refused", server: "s1", errorReason: null },
      },
    },
  ],
  canTell: ["what its variables carry"],
  cannotTell: ["what it has no variable for"],
  improve: "Have %b/%s, %TR/%Tw/%Tc/%Tr/%Ta, %ST, %tsc, %[bc_err_str], the Host header and %{+Q}r in it.",
  open: (choice, options) => {
    const template = choice.template ?? RECOMMENDED;
    const text = logFormatText(template);
    if (isHaproxyJson(text)) return openHaproxyJson(choice, haproxyJsonKeys(text), options);
    return openHaproxy(choice, { template, dialect: haproxyDialect, after: capturedHost(text) }, options);
  },
};
