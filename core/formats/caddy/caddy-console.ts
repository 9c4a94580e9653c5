import { Field, type ScanLine } from "@/core/events/field";
import { compileJson } from "@/core/formats/compile-json";
import { refuse, type CompiledTemplate } from "@/core/formats/compile-template";
import { createAccessReader } from "@/core/formats/create-access-reader";
import type { FormatDefinition } from "@/core/formats/format-definition";
import type { AccessReader, FormatChoice, OpenOptions, Problem } from "@/core/formats/line-reader";
import { CADDY_KEYS, CADDY_MEANING } from "./caddy-access";
import { CADDY_REASONS } from "./caddy-signatures";

/** Columns before the object are short: time, level, logger, “handled request”. */
const HEAD_WITHIN = 300;

function openCaddyConsole(choice: FormatChoice, options: OpenOptions): AccessReader | Problem {
  const object = compileJson(
    CADDY_KEYS.filter(({ field }) => field !== "time"),
    { needs: ["status", "bodyBytes"] },
  );
  if ("problem" in object) return object;
  const rejections = [...object.rejections, "no time, level and object in the console's notation"];
  const scan: ScanLine = (buf, from, to, out) => {
    out[Field.time << 1] = -1;
    // 2026/11/25 09:49:47.230, then a tab or a blank.
    let timeTo = from + 19;
    while (timeTo < to && timeTo - from < 40 && buf[timeTo] !== 9 && buf[timeTo] !== 32) timeTo++;
    const isTime = to - from > 40 && (buf[from + 4] === 47 || buf[from + 4] === 45) && buf[from + 13] === 58;
    let brace = timeTo;
    while (brace < to && brace - from < HEAD_WITHIN && buf[brace] !== 123) brace++;
    if (!isTime || buf[brace] !== 123) return refuse(buf, from, to, rejections.length - 1);
    const code = object.scan(buf, brace, to, out);
    if (code !== 0) return code;
    out[Field.time << 1] = from;
    out[(Field.time << 1) + 1] = timeTo;
    return 0;
  };
  const compiled: CompiledTemplate = { ...object, fields: ["time", ...object.fields], rejections, scan };
  return createAccessReader(
    { format: choice.id, template: null, escape: "json", compiled, meaning: CADDY_MEANING },
    options,
  );
}

/** What Caddy writes where nothing says `format json` and stderr is a terminal. Source: https://caddyserver.com/docs/caddyfile/directives/log#console */
export const caddyConsole: FormatDefinition = {
  id: "caddy-console",
  title: "Caddy access log, console format",
  product: "Caddy",
  role: "access",
  kind: "json",
  docs: "https://caddyserver.com/docs/caddyfile/directives/log#console",
  template: null,
  looksLike: /^\d{4}[/-]\d{2}[/-]\d{2}[ T]\d{2}:\d{2}:\d{2}.{1,200}\bhandled request\s+\{/,
  companions: ["caddy-error"],
  precedence: 100,
  signatures: CADDY_REASONS,
  samples: [
    {
      line: '2026/11/25 09:49:47.230\t\u001b[31mERROR\u001b[0m\thttp.log.access.log0\thandled request\t{"request": {"remote_ip": "203.0.113.9", "remote_port": "49982", "proto": "HTTP/1.1", "method": "GET", "host": "shop.example.com", "uri": "/cart", "headers": {"User-Agent": ["curl/7.88.1"]}}, "user_id": "", "duration": 0.000251846, "size": 0, "status": 502, "resp_headers": {"Server": ["Caddy"]}}',
      event: {
        atMs: Date.UTC(2026, 10, 25, 9, 49, 47, 230),
        status: 502,
        path: "/cart",
        clientIp: "203.0.113.9",
        requestMs: 0.251,
        bodyBytes: 0,
      },
    },
  ],
  canTell: ["status 502, 503 or 504 and how long it took", "by an empty body, that Caddy made the error itself"],
  cannotTell: ["why: that is in the error log", "its time zone"],
  improve: "format json in log: the console's format is for eyes, and its times carry no zone.",
  open: openCaddyConsole,
};
