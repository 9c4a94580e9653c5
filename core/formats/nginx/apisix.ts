import type { FormatDefinition } from "@/core/formats/format-definition";
import { openNginxAccess } from "./open-nginx-access";

const APISIX =
  '$remote_addr - $remote_user [$time_local] $http_host "$request" $status $body_bytes_sent $request_time "$http_referer" "$http_user_agent" $upstream_addr $upstream_status $upstream_response_time "$upstream_scheme://$upstream_host$upstream_uri" "$apisix_request_id"';

/** Source: https://github.com/apache/apisix/blob/master/apisix/cli/config.lua (access_log_format) */
export const apisix: FormatDefinition = {
  id: "apisix",
  title: "Apache APISIX",
  product: "Apache APISIX",
  role: "access",
  kind: "template",
  docs: "https://apisix.apache.org/docs/apisix/customize-nginx-configuration/",
  template: APISIX,
  looksLike: /" \d{3} \d+ [\d.]+ ".*" "\w+:\/\/[^"]*" "[^"]*"$/,
  companions: ["nginx-error"],
  precedence: 110,
  samples: [
    {
      line: '192.0.2.7 - - [23/Nov/2026:02:05:56 +0000] api.example.com "GET /orders HTTP/1.1" 502 154 0.004 "-" "curl/8.5.0" 10.0.0.5:8080, 10.0.0.6:8080 502, 502 0.002, 0.001 "http://api.example.com/orders" "d2d5a8d4c6a9d8b1"',
      event: {
        status: 502,
        host: "api.example.com",
        requestMs: 4,
        requestId: "d2d5a8d4c6a9d8b1",
        upstreams: [
          {
            addr: "10.0.0.5:8080",
            status: 502,
            connectMs: null,
            headerMs: null,
            responseMs: 2,
            receivedBytes: null,
            sentBytes: null,
          },
          {
            addr: "10.0.0.6:8080",
            status: 502,
            connectMs: null,
            headerMs: null,
            responseMs: 1,
            receivedBytes: null,
            sentBytes: null,
          },
        ],
      },
    },
  ],
  canTell: ["which nodes were tried and what each answered"],
  cannotTell: ["whether a connection was made", "whether the node sent a header"],
  improve: "Append $upstream_connect_time and $upstream_header_time to nginx_config.http.access_log_format.",
  open: (choice, options) => openNginxAccess(choice.id, APISIX, choice.escape, options),
};
