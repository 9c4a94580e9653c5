import type { FormatDefinition } from "@/core/formats/format-definition";
import { COMBINED } from "./nginx-combined";
import { openNginxAccess } from "./open-nginx-access";
import { escapeOfDirective, templateText } from "./parse-template";

/** Read where no format string is given: the usual names for the upstream's values after the combined line. */
const EXTENDED = `${COMBINED} host=$host upstream_addr=$upstream_addr upstream_status=$upstream_status request_time=$request_time upstream_connect_time=$upstream_connect_time upstream_response_time=$upstream_response_time`;

/**
 * Any `log_format` string: pasted, found in a config, or inferred from the lines themselves.
 * Source: https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format
 */
export const nginxTemplate: FormatDefinition = {
  id: "nginx-template",
  title: "nginx, own log_format",
  product: "nginx",
  role: "access",
  kind: "template",
  docs: "https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format",
  template: null,
  dialect: "nginx",
  companions: ["nginx-error"],
  precedence: 60,
  samples: [
    {
      line: '100.64.0.9 - - [11/Jun/2025:13:05:02 +0200] "GET /healthz HTTP/1.1" 502 150 "-" "probe" host=www.example.com upstream_addr=10.1.15.101:8080, unix:/run/app.sock upstream_status=502, - request_time=0.018 upstream_connect_time=0.001, - upstream_response_time=0.017, -',
      event: {
        host: "www.example.com",
        requestMs: 18,
        upstreams: [
          {
            addr: "10.1.15.101:8080",
            status: 502,
            connectMs: 1,
            headerMs: null,
            responseMs: 17,
            receivedBytes: null,
            sentBytes: null,
          },
          {
            addr: "unix:/run/app.sock",
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
  ],
  canTell: ["what its variables carry"],
  cannotTell: ["what it has no variable for"],
  improve:
    "Have $upstream_addr, $upstream_status, $upstream_connect_time, $upstream_header_time, $upstream_response_time, $request_time and $host in it.",
  open: (choice, options) => {
    const template = choice.template ?? EXTENDED;
    return openNginxAccess(choice.id, templateText(template), escapeOfDirective(template) ?? choice.escape, options);
  },
};
