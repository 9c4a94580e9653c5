import type { FormatDefinition } from "@/core/formats/format-definition";
import { ENVOY_REASONS } from "./envoy-reasons";
import { openEnvoy } from "./open-envoy";

const EXAMPLE =
  '%START_TIME(%Y/%m/%dT%H:%M:%S%z)% %DOWNSTREAM_REMOTE_ADDRESS% "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH):256% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS% %RESPONSE_CODE_DETAILS% %DURATION% %UPSTREAM_CLUSTER% %UPSTREAM_HOST%';

/**
 * Any access-log format string, text or `json_format`: pasted, or found in a config.
 * Source: https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#format-rules
 */
export const envoyTemplate: FormatDefinition = {
  id: "envoy-template",
  title: "Envoy, own access log format",
  product: "Envoy",
  role: "access",
  kind: "template",
  docs: "https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#format-rules",
  template: null,
  dialect: "envoy",
  companions: ["envoy-error"],
  precedence: 60,
  signatures: ENVOY_REASONS,
  samples: [
    {
      line: '2026/11/23T02:05:56+0000 203.0.113.9:5000 "GET /a HTTP/2" 503 UC upstream_reset_before_response_started{connection_termination} 30 shop_cluster 10.0.0.7:8080',
      choice: { template: EXAMPLE },
      event: {
        atMs: Date.UTC(2026, 10, 23, 2, 5, 56),
        status: 503,
        clientIp: "203.0.113.9",
        flags: "UC",
        errorReason: "upstream_reset_before_response_started{connection_termination}",
        requestMs: 30,
        upstreamName: "shop_cluster",
      },
    },
    {
      line: '{"t":1795399556.123,"res":{"code":502,"why":"UPE"},"req":"GET /a HTTP/1.1","ms":7,"host":"10.0.0.7:8080"}',
      choice: {
        template:
          '{"t":"%START_TIME(%s.%3f)%","res":{"code":"%RESPONSE_CODE%","why":"%RESPONSE_FLAGS%"},"req":"%REQ(:METHOD)% %REQ(:PATH)% %PROTOCOL%","ms":"%DURATION%","host":"%UPSTREAM_HOST%"}',
      },
      event: { atMs: 1_795_399_556_123, status: 502, flags: "UPE", method: "GET", path: "/a", requestMs: 7 },
    },
  ],
  canTell: ["what its operators carry"],
  cannotTell: ["what it has no operator for"],
  improve:
    "Have %RESPONSE_FLAGS%, %RESPONSE_CODE_DETAILS%, %UPSTREAM_TRANSPORT_FAILURE_REASON%, %UPSTREAM_HOST%, %UPSTREAM_CLUSTER% and %DURATION% in it.",
  open: (choice, options) => openEnvoy(choice, [choice.template ?? EXAMPLE], options),
};
