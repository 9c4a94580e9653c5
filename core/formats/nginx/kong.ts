import type { FormatDefinition } from "@/core/formats/format-definition";
import { COMBINED } from "./nginx-combined";
import { openNginxAccess } from "./open-nginx-access";

const KONG = `${COMBINED} kong_request_id: "$kong_request_id"`;

/** Source: https://github.com/Kong/kong/blob/master/kong/templates/nginx_kong.lua */
export const kong: FormatDefinition = {
  id: "kong",
  title: "Kong",
  product: "Kong",
  role: "access",
  kind: "template",
  docs: "https://developer.konghq.com/gateway/logging/",
  template: KONG,
  looksLike: / kong_request_id: "/,
  companions: ["nginx-error"],
  precedence: 110,
  samples: [
    {
      line: '192.0.2.7 - - [23/Nov/2026:02:05:56 +0000] "GET /orders HTTP/1.1" 502 126 "-" "curl/8.5.0" kong_request_id: "d2d5a8d4c6a9d8b1f0e3a7c2b5e4f601"',
      event: { status: 502, path: "/orders", bodyBytes: 126, requestId: "d2d5a8d4c6a9d8b1f0e3a7c2b5e4f601" },
    },
  ],
  canTell: ["when, which request, which client", "the id that the error log repeats"],
  cannotTell: ["which upstream", "who made the 502", "how long anything took"],
  improve:
    'nginx_http_log_format with $request_time "$upstream_addr" "$upstream_status" "$upstream_connect_time" "$upstream_header_time" "$upstream_response_time" appended.',
  open: (choice, options) => openNginxAccess(choice.id, KONG, choice.escape, options),
};
