import type { FormatDefinition } from "@/core/formats/format-definition";
import { openTemplate } from "@/core/formats/open-template";
import { apacheDialect } from "./apache-dialect";
import { APACHE_MEANING, APACHE_REASONS } from "./apache-reasons";

/** What we advise to log: found from its lines, every other string needs to be given. */
const DIAGNOSTIC =
  '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" D=%D fb=%^FB X=%X L=%L worker=%{BALANCER_WORKER_NAME}e notes="%{error-notes}n" rid=%{X-Request-Id}i';

const LINE =
  '::1 - - [25/Nov/2026:09:40:54 +0000] "GET /rst HTTP/1.1" 502 381 "-" "probe \\"1.0\\"" D=14857 fb=- X=+ L=QZcMn9a9NDo worker=http://127.0.0.1:19002 notes="The proxy server could not handle the request<p>Reason: <strong>Error reading from remote server</strong></p>" rid=r1';

/**
 * Any LogFormat string: pasted, found in httpd.conf, or worked out from the lines. varnishncsa and Fastly write the same language.
 * Source: https://httpd.apache.org/docs/2.4/mod/mod_log_config.html#formats
 */
export const apacheTemplate: FormatDefinition = {
  id: "apache-template",
  title: "Apache, own LogFormat",
  product: "Apache httpd",
  role: "access",
  kind: "template",
  docs: "https://httpd.apache.org/docs/2.4/mod/mod_log_config.html#formats",
  template: null,
  dialect: "apache",
  looksLike: /" D=(?:\d+|-) fb=(?:\d+|-) X=[-+X] L=\S{1,60} worker=\S{1,300} notes="/,
  companions: ["apache-error"],
  precedence: 100,
  signatures: APACHE_REASONS,
  samples: [
    {
      line: LINE,
      event: {
        atMs: Date.UTC(2026, 10, 25, 9, 40, 54),
        status: 502,
        clientIp: "::1",
        path: "/rst",
        userAgent: 'probe "1.0"',
        requestMs: 14.857,
        flags: "+",
        requestId: "r1",
        errorReason: "Error reading from remote server",
        upstreams: [
          {
            addr: "127.0.0.1:19002",
            status: null,
            connectMs: null,
            headerMs: null,
            responseMs: null,
            receivedBytes: null,
            sentBytes: null,
          },
        ],
      },
    },
    {
      line: "2026-11-25T09:40:45.791+0000 192.0.2.7 GET /own?a=1 HTTP/1.1 504 100 135 775 shop.example -",
      choice: {
        template: "%{%Y-%m-%d}tT%{%T}t.%{msec_frac}t%{%z}t %a %m %U%q %H %>s %I %O %{us}T %V %{BALANCER_WORKER_NAME}e",
      },
      event: {
        atMs: Date.UTC(2026, 10, 25, 9, 40, 45, 791),
        status: 504,
        method: "GET",
        path: "/own?a=1",
        host: "shop.example",
        requestMs: 0.775,
        requestBytes: 100,
        bodyBytes: 135,
        upstreams: [],
      },
    },
  ],
  canTell: ["what its directives carry", "read, DNS and TLS faults of mod_proxy, where the note is logged"],
  cannotTell: ["who made a 503: a refused connection leaves no note", "what it has no directive for"],
  improve:
    'LogFormat "%h %l %u %t \\"%r\\" %>s %b \\"%{Referer}i\\" \\"%{User-Agent}i\\" D=%D X=%X L=%L worker=%{BALANCER_WORKER_NAME}e notes=\\"%{error-notes}n\\" rid=%{X-Request-Id}i" diag',
  open: (choice, options) =>
    openTemplate(choice, { dialect: apacheDialect, template: DIAGNOSTIC, meaning: APACHE_MEANING }, options),
};
