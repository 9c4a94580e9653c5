import type { FormatDefinition } from "@/core/formats/format-definition";
import { openNginxAccess } from "./open-nginx-access";

/** The `proxy` format, of requests that were handed on. */
const PROXY =
  '[$time_local] $upstream_cache_status $upstream_status $status - $request_method $scheme $host "$request_uri" [Client $remote_addr] [Length $body_bytes_sent] [Gzip $gzip_ratio] [Sent-to $server] "$http_user_agent" "$http_referer"';

/** Source: https://github.com/NginxProxyManager/nginx-proxy-manager/blob/develop/docker/rootfs/etc/nginx/conf.d/include/log-proxy.conf */
export const nginxProxyManager: FormatDefinition = {
  id: "nginx-proxy-manager",
  title: "Nginx Proxy Manager",
  product: "Nginx Proxy Manager",
  role: "access",
  kind: "template",
  docs: "https://github.com/NginxProxyManager/nginx-proxy-manager",
  template: PROXY,
  looksLike: /\] \[Length \S+\] \[Gzip \S+\] \[Sent-to /,
  companions: ["nginx-proxy-manager-standard", "nginx-error"],
  precedence: 110,
  samples: [
    {
      line: '[01/Oct/2025:14:32:16 +0000] - 502 502 - GET https app.example.com "/api/users?page=2" [Client 192.0.2.100] [Length 154] [Gzip -] [Sent-to 10.0.0.15] "curl/8.5.0" "-"',
      event: {
        atMs: Date.UTC(2025, 9, 1, 14, 32, 16),
        status: 502,
        method: "GET",
        host: "app.example.com",
        path: "/api/users?page=2",
        clientIp: "192.0.2.100",
        bodyBytes: 154,
        upstreamName: "10.0.0.15",
        referer: null,
      },
    },
  ],
  canTell: ["which host and which forward target", "the upstream's status beside the one sent"],
  cannotTell: ["how long anything took", "whether a connection was made", "the target's port"],
  improve:
    'In a custom log_format: append $request_time "$upstream_addr" "$upstream_connect_time" "$upstream_header_time" "$upstream_response_time".',
  open: (choice, options) => openNginxAccess(choice.id, PROXY, choice.escape, options),
};
