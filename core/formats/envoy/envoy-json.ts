import type { FieldName } from "@/core/events/field";
import type { FormatDefinition } from "@/core/formats/format-definition";
import type { JsonKey } from "@/core/formats/plan-json";
import { ENVOY_REASONS } from "./envoy-reasons";
import { openEnvoyJson } from "./open-envoy";

type Naming = [field: FieldName, names: string, more?: Pick<JsonKey, "unitMs" | "trim">];

/** Names in the order of their rank: those of Istio, Envoy Gateway and Contour, then what people make of the operators. */
const NAMES: Naming[] = [
  ["time", "start_time @timestamp timestamp time startTime START_TIME"],
  ["method", "method :method request_method METHOD"],
  ["path", "x-envoy-origin-path x-envoy-original-path x_envoy_original_path path :path uri request_path PATH"],
  ["protocol", "protocol PROTOCOL"],
  ["status", "response_code status response_status status_code responseCode RESPONSE_CODE"],
  ["flags", "response_flags responseFlags RESPONSE_FLAGS response_flags_long"],
  ["errorReason", "response_code_details responseCodeDetails RESPONSE_CODE_DETAILS"],
  [
    "failureDetail",
    "upstream_transport_failure_reason upstreamTransportFailureReason UPSTREAM_TRANSPORT_FAILURE_REASON",
  ],
  ["requestBytes", "bytes_received bytesReceived BYTES_RECEIVED"],
  ["bodyBytes", "bytes_sent bytesSent BYTES_SENT"],
  ["requestTime", "duration duration_ms DURATION", { unitMs: 1 }],
  [
    "upstreamHeaderTime",
    "upstream_service_time x-envoy-upstream-service-time x_envoy_upstream_service_time upstreamServiceTime",
    { unitMs: 1 },
  ],
  ["userAgent", "user_agent user-agent userAgent"],
  ["referer", "referer"],
  ["requestId", "request_id x-request-id x_request_id requestId"],
  ["host", "authority :authority host"],
  ["upstreamAddr", "upstream_host upstreamHost UPSTREAM_HOST upstream_remote_address", { trim: "authority" }],
  ["upstreamName", "upstream_cluster upstreamCluster UPSTREAM_CLUSTER"],
  ["frontend", "route_name routeName"],
  [
    "client",
    "downstream_remote_address_without_port downstream_remote_address downstreamRemoteAddress x-forwarded-for x_forwarded_for downstream_direct_remote_address",
    { trim: "address" },
  ],
];

const KEYS: JsonKey[] = NAMES.flatMap(([field, names, more]) => {
  const each = names.split(" ");
  return each.map((name, at): JsonKey => ({ path: [name], field, rank: each.length - at, ...more }));
});

/** Source: https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#format-dictionaries */
export const envoyJson: FormatDefinition = {
  id: "envoy-json",
  title: "Envoy JSON (Istio, Envoy Gateway, Contour)",
  product: "Envoy",
  role: "access",
  kind: "json",
  docs: "https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#format-dictionaries",
  template: null,
  looksLike:
    /"(?:response_?flags|response_code_details|responseCodeDetails|upstream_transport_failure_reason|downstream_remote_address|upstream_cluster)"\s*:/i,
  companions: ["envoy-error"],
  precedence: 100,
  signatures: ENVOY_REASONS,
  samples: [
    {
      line: '{"authority":"reviews:9080","bytes_received":0,"bytes_sent":95,"connection_termination_details":null,"downstream_local_address":"10.124.1.5:9080","downstream_remote_address":"10.124.0.13:43612","duration":15,"method":"GET","path":"/reviews/0","protocol":"HTTP/1.1","request_id":"9fcc7101","requested_server_name":null,"response_code":503,"response_code_details":"upstream_reset_before_response_started{connection_termination}","response_flags":"UC","route_name":"default","start_time":"2026-09-08T12:51:05.656Z","upstream_cluster":"inbound|9080||","upstream_host":"10.124.1.5:9080","upstream_local_address":"127.0.0.6:37685","upstream_service_time":null,"upstream_transport_failure_reason":null,"user_agent":"curl/8.5.0","x_forwarded_for":null}',
      event: {
        atMs: Date.UTC(2026, 8, 8, 12, 51, 5, 656),
        status: 503,
        flags: "UC",
        errorReason: "upstream_reset_before_response_started{connection_termination}",
        clientIp: "10.124.0.13",
        host: "reviews:9080",
        requestMs: 15,
        upstreamName: "inbound|9080||",
        requestId: "9fcc7101",
      },
    },
    {
      line: '{":authority":"shop.example.com","bytes_received":0,"bytes_sent":19,"connection_termination_details":null,"downstream_local_address":"10.0.0.9:10080","downstream_remote_address":"203.0.113.9:33364","duration":0,"method":"GET","protocol":"HTTP/1.1","requested_server_name":null,"response_code":503,"response_code_details":"no_healthy_upstream","response_flags":"UH","route_name":"httproute/default/backend/rule/0","start_time":"2026-09-08T12:51:05.656Z","upstream_cluster":"httproute/default/backend/rule/0","upstream_host":null,"upstream_local_address":null,"upstream_transport_failure_reason":null,"user-agent":"curl/8.5.0","x-envoy-origin-path":"/a?b","x-envoy-upstream-service-time":null,"x-forwarded-for":"203.0.113.9","x-request-id":"0ec7a3b1"}',
      event: {
        ...{ status: 503, path: "/a?b", host: "shop.example.com", clientIp: "203.0.113.9", userAgent: "curl/8.5.0" },
        ...{ upstreams: [], requestId: "0ec7a3b1", frontend: "httproute/default/backend/rule/0" },
      },
    },
    {
      line: '{"@timestamp":"2026-09-08T12:51:05.656Z","authority":"shop.example.com","bytes_received":0,"bytes_sent":3,"duration":"31","method":"GET","path":"/a","protocol":"HTTP/2","request_id":"a1","response_code":"502","response_flags":"-","upstream_cluster":"default/shop/80/da39a3ee5e","upstream_host":"10.0.0.7:80","upstream_service_time":"30","user_agent":"x","x_forwarded_for":"203.0.113.9, 10.0.0.1"}',
      event: {
        ...{ status: 502, flags: null, clientIp: "203.0.113.9", requestMs: 31 },
        upstreams: [
          {
            ...{ addr: "10.0.0.7:80", status: null, connectMs: null, headerMs: 30, responseMs: null },
            ...{ receivedBytes: null, sentBytes: null },
          },
        ],
      },
    },
  ],
  canTell: ["by flag and details, why Envoy answered itself", "the cluster and the upstream tried last"],
  cannotTell: ["how many attempts there were, unless attempt_count is among its keys"],
  improve:
    "Have response_flags, response_code_details, upstream_transport_failure_reason, upstream_cluster, upstream_host, duration and start_time in json_format.",
  open: (choice, options) => openEnvoyJson(choice, KEYS, options),
};
