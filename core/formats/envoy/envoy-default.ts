import type { FormatDefinition } from "@/core/formats/format-definition";
import { ENVOY_REASONS } from "./envoy-reasons";
import { openEnvoy } from "./open-envoy";

const TEXT =
  '[%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS% %BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" "%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%"';

/** Emissary and Ambassador put a word before it. */
const TEMPLATES = [TEXT, `ACCESS ${TEXT}`];

/** Source: https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#default-format-string */
export const envoyDefault: FormatDefinition = {
  id: "envoy-default",
  title: "Envoy access log (default)",
  product: "Envoy",
  role: "access",
  kind: "template",
  docs: "https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#default-format-string",
  template: TEXT,
  looksLike: /^(?:ACCESS )?\[\d{4}-\d{2}-\d{2}T[\d:.]+Z\] "[^"]* \S+ \S+" \d{1,3} [\w,-]+ \d+ \d+ \d+ /,
  companions: ["envoy-error"],
  precedence: 100,
  signatures: ENVOY_REASONS,
  samples: [
    {
      line: '[2026-11-23T02:05:56.123Z] "GET /cart?x=1 HTTP/1.1" 503 UF,URX 0 145 12 - "203.0.113.9" "curl/8.5.0" "c219f6da-2b7f-483e-9ced-ec323d9330a9" "shop.example.com" "10.0.0.7:8080"',
      event: {
        atMs: Date.UTC(2026, 10, 23, 2, 5, 56, 123),
        status: 503,
        flags: "UF,URX",
        method: "GET",
        path: "/cart?x=1",
        protocol: "HTTP/1.1",
        host: "shop.example.com",
        clientIp: "203.0.113.9",
        userAgent: "curl/8.5.0",
        requestId: "c219f6da-2b7f-483e-9ced-ec323d9330a9",
        requestMs: 12,
        bodyBytes: 145,
        requestBytes: 0,
        upstreams: [
          {
            ...{ addr: "10.0.0.7:8080", status: null, connectMs: null, headerMs: null, responseMs: null },
            ...{ receivedBytes: null, sentBytes: null },
          },
        ],
      },
    },
    {
      line: '[2026-11-23T02:05:56.123Z] "POST /api/v1/locations HTTP/2" 204 - 154 0 226 100 "10.0.35.28" "odd "quoted" agent" "cc21d9b0-cf5c-432b-8c7e-98aeb7988cd2" "locations" "tcp://10.0.2.1:80"',
      event: {
        status: 204,
        flags: null,
        protocol: "HTTP/2",
        userAgent: 'odd "quoted" agent',
        upstreams: [
          {
            ...{ addr: "10.0.2.1:80", status: null, connectMs: null, headerMs: 100, responseMs: null },
            ...{ receivedBytes: null, sentBytes: null },
          },
        ],
      },
    },
    {
      line: '[2026-11-23T02:05:56.123Z] "- - -" 0 UF 87 254 4 - "-" "-" "-" "-" "172.27.0.2:80"',
      event: { status: null, method: null, path: null, flags: "UF", requestMs: 4, host: null },
    },
    {
      line: 'ACCESS [2026-11-23T02:05:56.123Z] "GET /backend/ HTTP/1.1" 504 UT 0 24 15000 - "192.168.0.9" "curl/8.4.0" "b7ba9b4c" "localhost:9001" "192.168.96.113:80"',
      event: { status: 504, flags: "UT", requestMs: 15_000, host: "localhost:9001" },
    },
  ],
  canTell: [
    "by its flag, why Envoy answered 502, 503 or 504 itself",
    "the upstream tried last",
    "how long it took to answer",
  ],
  cannotTell: ["the errno or TLS error of a failed connection", "how many attempts there were", "the cluster"],
  improve:
    'Add %RESPONSE_CODE_DETAILS% "%UPSTREAM_TRANSPORT_FAILURE_REASON%" %UPSTREAM_CLUSTER% %UPSTREAM_REQUEST_ATTEMPT_COUNT% to the access log\'s format, or use json_format.',
  open: (choice, options) => openEnvoy(choice, TEMPLATES, options, true),
};
