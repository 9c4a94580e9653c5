import type { FormatDefinition } from "@/core/formats/format-definition";
import { IIS_REASONS } from "./iis-reasons";
import { inferIisTemplate } from "./infer-w3c";
import { openW3c } from "./open-w3c";

/** The fields that IIS logs unless told otherwise. */
export const IIS_FIELDS =
  "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken";

/** Source: https://learn.microsoft.com/windows/win32/http/w3c-logging */
export const iis: FormatDefinition = {
  id: "iis",
  title: "IIS (W3C), with or without ARR",
  product: "Microsoft IIS",
  role: "access",
  kind: "template",
  docs: "https://learn.microsoft.com/windows/win32/http/w3c-logging",
  template: null,
  looksLike:
    /^#Software: (?:Microsoft (?:Internet Information|HTTP Server)|IIS )|^#Fields:.*\bsc-(?:substatus|win32-status)\b|^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} (?:\S{1,300} ){1,3}[A-Z_-]{3,20} \/\S{0,3000} \S{1,3000} \d{1,5} \S{1,300} [0-9A-Fa-f:.]/,
  templateIn: inferIisTemplate,
  precedence: 111,
  signatures: IIS_REASONS,
  samples: [
    {
      line: "2025-06-11 13:05:00 10.0.0.5 GET /orders id=7&X-ARR-CACHE-HIT=0&X-ARR-LOG-ID=2b1e0d5c-6c1f-4f7e-9a51-0a8f0c3c5b11&SERVER-STATUS=502 443 - 192.0.2.7 Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64) https://www.example.com/a+b 502 3 12029 2013",
      event: {
        atMs: Date.UTC(2025, 5, 11, 13, 5),
        status: 502,
        method: "GET",
        path: "/orders?id=7&X-ARR-CACHE-HIT=0&X-ARR-LOG-ID=2b1e0d5c-6c1f-4f7e-9a51-0a8f0c3c5b11&SERVER-STATUS=502",
        clientIp: "192.0.2.7",
        userAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64)",
        referer: "https://www.example.com/a+b",
        requestMs: 2013,
        errorReason: "502.3/12029",
        requestId: "2b1e0d5c-6c1f-4f7e-9a51-0a8f0c3c5b11",
        server: "10.0.0.5",
      },
    },
    {
      line: "2025-06-11 13:05:01 W3SVC1 WEB01 10.0.0.5 GET / - 80 - 2001:db8::7 HTTP/1.1 curl/8.5.0 - - www.example.com 200 0 0 5279 160 15",
      choice: {
        template:
          "#Fields: date time s-sitename s-computername s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs-version cs(User-Agent) cs(Cookie) cs(Referer) cs-host sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken",
      },
      event: {
        status: 200,
        clientIp: "2001:db8::7",
        protocol: "HTTP/1.1",
        host: "www.example.com",
        bodyBytes: 5279,
        requestBytes: 160,
        requestMs: 15,
        errorReason: null,
        server: "WEB01",
        frontend: "W3SVC1",
      },
    },
    {
      line: '2012-08-15 17:00:00.675 10.10.28.140 GET /hello/6,681965 - 80 - "192.0.2.9" "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_10_1)" - "www.example.com" 404 " garbage w/ spaces " 0 359',
      choice: {
        template:
          "#Software: IIS Advanced Logging Module\n#Fields:   date-local time-local   s-ip   cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) cs(Host) sc-status sc-substatus sc-win32-status TimeTakenMS",
      },
      event: {
        atMs: Date.UTC(2012, 7, 15, 17, 0, 0, 675),
        status: 404,
        clientIp: "192.0.2.9",
        host: "www.example.com",
        userAgent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_10_1)",
        requestMs: 359,
        errorReason: null,
      },
    },
  ],
  canTell: ["by sub-status and Win32 status, why ARR made a 502", "how long it took"],
  cannotTell: ["which server of the farm was asked", "whether a connection was made"],
  improve:
    "Log cs-host, sc-bytes and cs-bytes as well, and the custom field X-ARR-LOG-ID; keep HTTPERR logs of the servers behind.",
  open: (choice, options) => openW3c(choice, IIS_FIELDS, options),
};
