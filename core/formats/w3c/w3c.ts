import { AKAMAI_REASONS } from "@/core/formats/akamai/akamai-meaning";
import { CLOUDFRONT_REASONS } from "@/core/formats/aws/cloudfront-reasons";
import type { FormatDefinition } from "@/core/formats/format-definition";
import { IIS_REASONS } from "./iis-reasons";
import { IIS_FIELDS } from "./iis";
import { firstDirectives } from "./infer-w3c";
import { openW3c } from "./open-w3c";

const BLUECOAT =
  "#Fields: date time time-taken c-ip cs-username cs-auth-group x-exception-id sc-filter-result cs-categories cs(Referer) sc-status s-action cs-method rs(Content-Type) cs-uri-scheme cs-host cs-uri-port cs-uri-path cs-uri-query cs-uri-extension cs(User-Agent) s-ip sc-bytes cs-bytes x-virus-id";
const EDGECAST =
  "#Fields: timestamp time-taken c-ip filesize s-ip s-port sc-status sc-bytes cs-method cs-uri-stem - rs-duration rs-bytes c-referrer c-user-agent customer-id x-ec_custom-1";

/** Source: https://www.w3.org/TR/WD-logfile.html */
export const w3c: FormatDefinition = {
  id: "w3c",
  title: "W3C extended log",
  product: "W3C extended",
  role: "access",
  kind: "template",
  docs: "https://www.w3.org/TR/WD-logfile.html",
  template: null,
  dialect: "w3c",
  looksLike: /^#\s?Fields:/i,
  templateIn: firstDirectives,
  precedence: 100,
  signatures: [...IIS_REASONS, ...CLOUDFRONT_REASONS, ...AKAMAI_REASONS],
  samples: [
    {
      line: "13:05:00 192.0.2.7 GET /a%20b 502",
      choice: { template: "#Version: 1.0\n#Date: 12-Jun-2025 00:00:01\n#Fields: time c-ip cs-method cs-uri sc-status" },
      event: { atMs: Date.UTC(2025, 5, 12, 13, 5), clientIp: "192.0.2.7", method: "GET", path: "/a%20b", status: 502 },
    },
    {
      line: '2025-06-12 13:05:00 1250 192.0.2.7 - - tcp_error "Server Error" "Technology" - 503 TCP_ERR_MISS GET - http www.example.com 80 /shop ?id=7 - "Mozilla/5.0 (a ""b"")" 10.0.0.9 812 443 -',
      choice: { template: BLUECOAT },
      event: {
        atMs: Date.UTC(2025, 5, 12, 13, 5),
        status: 503,
        requestMs: 1250,
        host: "www.example.com",
        path: "/shop?id=7",
        userAgent: 'Mozilla/5.0 (a "b")',
        flags: "TCP_ERR_MISS",
        errorReason: "tcp_error",
        bodyBytes: 812,
        requestBytes: 443,
        server: "10.0.0.9",
      },
    },
    {
      line: '1749733500 61 192.0.2.7 512 203.0.113.9 80 TCP_MISS/502 733 GET http://cdn.example.com/a.js - 60 512 "-" "curl/8.5.0" 33673 "-"',
      choice: { template: EDGECAST },
      event: {
        atMs: Date.UTC(2025, 5, 12, 13, 5),
        status: 502,
        flags: "TCP_MISS",
        requestMs: 61,
        path: "http://cdn.example.com/a.js",
        userAgent: "curl/8.5.0",
        referer: null,
      },
    },
  ],
  canTell: ["what its #Fields line names", "when, which request, which client"],
  cannotTell: ["what it has no field for; mostly the upstream"],
  improve:
    "Log date, time, c-ip, cs-method, cs-uri-stem, cs-uri-query, cs-host, sc-status, time-taken and the server that was asked.",
  open: (choice, options) => openW3c(choice, IIS_FIELDS, options),
};
