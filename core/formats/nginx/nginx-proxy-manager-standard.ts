import type { FormatDefinition } from "@/core/formats/format-definition";
import { openNginxAccess } from "./open-nginx-access";

/** The `standard` format, of requests that were answered without an upstream. */
const STANDARD =
  '[$time_local] $status - $request_method $scheme $host "$request_uri" [Client $remote_addr] [Length $body_bytes_sent] [Gzip $gzip_ratio] "$http_user_agent" "$http_referer"';

/** Source: https://github.com/NginxProxyManager/nginx-proxy-manager/blob/develop/docker/rootfs/etc/nginx/nginx.conf */
export const nginxProxyManagerStandard: FormatDefinition = {
  id: "nginx-proxy-manager-standard",
  title: "Nginx Proxy Manager, requests without an upstream",
  product: "Nginx Proxy Manager",
  role: "access",
  kind: "template",
  docs: "https://github.com/NginxProxyManager/nginx-proxy-manager",
  template: STANDARD,
  looksLike: /\] \[Length \S+\] \[Gzip \S+\] "/,
  companions: ["nginx-proxy-manager", "nginx-error"],
  precedence: 110,
  samples: [
    {
      line: '[01/Oct/2025:14:32:20 +0000] 444 - GET https app.example.com "/.env" [Client 192.0.2.25] [Length 0] [Gzip -] "Mozilla/5.0 (X11; Linux x86_64)" "-"',
      event: {
        status: 444,
        method: "GET",
        host: "app.example.com",
        path: "/.env",
        clientIp: "192.0.2.25",
        bodyBytes: 0,
      },
    },
  ],
  canTell: ["which host, path and client"],
  cannotTell: ["how long anything took"],
  improve: "Requests that were handed on are in the proxy host's own log.",
  open: (choice, options) => openNginxAccess(choice.id, STANDARD, choice.escape, options),
};
