import type { FormatDefinition } from "@/core/formats/format-definition";
import { openNginxAccess } from "./open-nginx-access";

/** nginx's default `log_format`. */
export const COMBINED =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"';

/** Source: https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format */
export const nginxCombined: FormatDefinition = {
  id: "nginx-combined",
  title: "nginx combined",
  product: "nginx",
  role: "access",
  kind: "template",
  docs: "https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format",
  template: COMBINED,
  companions: ["nginx-error"],
  precedence: 100,
  samples: [
    {
      line: '100.64.169.42 - - [02/Jul/2025:08:35:03 +0000] "GET /2026/7897/oak-table HTTP/1.1" 502 150 "-" "okhttp/4.12.0"',
      event: {
        atMs: Date.UTC(2025, 6, 2, 8, 35, 3),
        status: 502,
        method: "GET",
        path: "/2026/7897/oak-table",
        protocol: "HTTP/1.1",
        clientIp: "100.64.169.42",
        bodyBytes: 150,
        referer: null,
        userAgent: "okhttp/4.12.0",
        upstreams: [],
        requestMs: null,
      },
    },
    {
      line: '2001:db8::7 - bob [02/Jul/2025:08:35:03 +0200] "" 400 0 "-" "-"',
      event: { status: 400, method: null, path: null, clientIp: "2001:db8::7" },
    },
    {
      line: '192.0.2.7 - - [02/Jul/2025:08:35:03 +0000] "\\x16\\x03\\x01" 400 157 "-" "\\x22quoted\\x22"',
      event: { status: 400, method: null, path: null, userAgent: '"quoted"' },
    },
  ],
  canTell: ["when, which request, which client", "by its size, whether nginx's own error page was sent"],
  cannotTell: ["which upstream", "who made the 502", "how long anything took", "which host"],
  improve:
    'Append to log_format: host=$host rt=$request_time uaddr="$upstream_addr" ustatus="$upstream_status" uct="$upstream_connect_time" uht="$upstream_header_time" urt="$upstream_response_time"',
  open: (choice, options) => openNginxAccess(choice.id, COMBINED, choice.escape, options),
};
