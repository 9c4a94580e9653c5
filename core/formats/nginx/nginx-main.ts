import type { FormatDefinition } from "@/core/formats/format-definition";
import { COMBINED } from "./nginx-combined";
import { openNginxAccess } from "./open-nginx-access";

const MAIN = `${COMBINED} "$http_x_forwarded_for"`;

/** The `main` format of the nginx.conf that nginx's packages and container images bring. Source: https://github.com/nginx/nginx/blob/master/conf/nginx.conf */
export const nginxMain: FormatDefinition = {
  id: "nginx-main",
  title: "nginx main (combined with X-Forwarded-For)",
  product: "nginx",
  role: "access",
  kind: "template",
  docs: "https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format",
  template: MAIN,
  companions: ["nginx-error"],
  precedence: 100,
  samples: [
    {
      line: '10.0.0.9 - - [02/Jul/2025:08:35:03 +0000] "GET /a b HTTP/1.1" 502 552 "https://www.example.com/" "curl/8.5.0" "203.0.113.9, 10.0.0.3"',
      event: {
        status: 502,
        path: "/a b",
        referer: "https://www.example.com/",
        userAgent: "curl/8.5.0",
        clientIp: "10.0.0.9",
      },
    },
  ],
  canTell: ["when, which request, which client", "by its size, whether nginx's own error page was sent"],
  cannotTell: ["which upstream", "who made the 502", "how long anything took", "which host"],
  improve:
    'Append to log_format: host=$host rt=$request_time uaddr="$upstream_addr" ustatus="$upstream_status" uct="$upstream_connect_time" urt="$upstream_response_time"',
  open: (choice, options) => openNginxAccess(choice.id, MAIN, choice.escape, options),
};
