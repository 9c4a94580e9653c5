import type { FormatDefinition } from "@/core/formats/format-definition";
import { ENVOY_REASONS } from "./envoy-reasons";
import { openEnvoy } from "./open-envoy";

const HEAD =
  '[%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS%';
const TAIL =
  '%BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" "%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%" %UPSTREAM_CLUSTER% %UPSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_REMOTE_ADDRESS% %REQUESTED_SERVER_NAME%';

const REASON = '"%UPSTREAM_TRANSPORT_FAILURE_REASON%"';
const MIXER = '"%DYNAMIC_METADATA(istio.mixer:status)%"';

/** Since 1.9; before, the details were missing, before 1.8 a Mixer status stood there, and the first versions had no route. */
const TEXT = `${HEAD} %RESPONSE_CODE_DETAILS% %CONNECTION_TERMINATION_DETAILS% ${REASON} ${TAIL} %ROUTE_NAME%`;
// A text before a number may hold quotes: the templates with more columns come first.
const TEMPLATES = [
  TEXT,
  `${HEAD} ${MIXER} ${REASON} ${TAIL} %ROUTE_NAME%`,
  `${HEAD} ${MIXER} ${REASON} ${TAIL}`,
  `${HEAD} ${REASON} ${TAIL} %ROUTE_NAME%`,
  `${HEAD} ${REASON} ${TAIL}`,
];

/** Source: https://istio.io/latest/docs/tasks/observability/logs/access-log/ */
export const istio: FormatDefinition = {
  id: "istio",
  title: "Istio access log (default)",
  product: "Istio",
  role: "access",
  kind: "template",
  docs: "https://istio.io/latest/docs/tasks/observability/logs/access-log/",
  template: TEXT,
  looksLike: /^\[\d{4}-\d{2}-\d{2}T[\d:.]+Z\] "[^"]* \S+ \S+" \d{1,3} [\w,-]+ (?:"|\S+ \S+ "|\S+ - ")/,
  companions: ["envoy-error"],
  precedence: 100,
  signatures: ENVOY_REASONS,
  samples: [
    {
      line: '[2026-09-01T13:15:09.085Z] "GET /reviews/0 HTTP/1.1" 503 UF upstream_reset_before_response_started{connection_failure,delayed_connect_error:_111} - "delayed_connect_error:_111" 0 145 0 - "-" "curl/8.5.0" "56446678-64f3-9fbf-9c4a-eca01fafba4d" "reviews:9080" "10.124.2.14:9080" inbound|9080|| - 10.124.2.14:9080 10.124.1.6:48816 outbound_.9080_._.reviews.default.svc.cluster.local default',
      event: {
        atMs: Date.UTC(2026, 8, 1, 13, 15, 9, 85),
        status: 503,
        flags: "UF",
        errorReason: "upstream_reset_before_response_started{connection_failure,delayed_connect_error:_111}",
        host: "reviews:9080",
        upstreamName: "inbound|9080||",
        clientIp: "10.124.1.6",
        frontend: "default",
        requestMs: 0,
      },
    },
    {
      line: '[2026-09-01T13:08:55.358Z] "GET /productpage HTTP/1.1" 0 DC downstream_remote_disconnect - "-" 0 0 746 - "10.128.0.60" "agent" "2dc64af2" "35.232.196.88" "10.124.1.6:9080" inbound|9080|| 127.0.0.6:38601 10.124.1.6:9080 [fd00::7]:0 outbound_.9080_._.productpage.default.svc.cluster.local default',
      event: { status: null, flags: "DC", errorReason: "downstream_remote_disconnect", clientIp: "fd00::7" },
    },
    {
      line: '[2020-09-01T13:08:55.358Z] "GET /a HTTP/1.1" 503 UF "-" "TLS error: 268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED" 0 91 3 - "-" "curl/7.60" "2dc64af2" "httpbin:8000" "10.124.1.6:80" outbound|8000||httpbin.default.svc.cluster.local - 10.0.0.5:8000 10.124.1.9:4711 - default',
      event: {
        status: 503,
        errorReason: "TLS error: 268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED",
        upstreamName: "outbound|8000||httpbin.default.svc.cluster.local",
      },
    },
    {
      line: '[2020-11-25T21:26:18.409Z] "GET /status/418 HTTP/1.1" 503 UH "-" 0 135 4 - "-" "curl/7.73.0" "84961386" "httpbin:8000" "-" outbound|8000||httpbin.foo.svc.cluster.local - 10.0.0.5:8000 127.0.0.1:46520 - default',
      event: { status: 503, flags: "UH", upstreams: [], errorReason: null },
    },
    {
      line: '[2019-11-25T21:26:18.409Z] "GET /status/418 HTTP/1.1" 504 UT "-" 0 24 15001 - "-" "curl/7.65.0" "84961386" "httpbin:8000" "127.0.0.1:80" inbound|8000|http|httpbin.default.svc.cluster.local - 10.44.1.27:80 10.44.1.23:37652 outbound_.8000_._.httpbin.default.svc.cluster.local',
      event: { status: 504, flags: "UT", requestMs: 15_001, clientIp: "10.44.1.23", frontend: null },
    },
  ],
  canTell: [
    "by flag and details, why Envoy answered itself, with the errno or TLS error",
    "the cluster and the pod tried last",
    "which side of the mesh failed: inbound or outbound",
  ],
  cannotTell: ["how many attempts there were", "how long connecting took"],
  improve: "accessLogEncoding: JSON in the mesh config, with attempt_count: %UPSTREAM_REQUEST_ATTEMPT_COUNT%.",
  open: (choice, options) => openEnvoy(choice, TEMPLATES, options),
};
