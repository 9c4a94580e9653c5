import type { FieldName } from "@/core/events/field";
import type { FormatDefinition } from "@/core/formats/format-definition";
import type { JsonKey } from "@/core/formats/plan-json";
import { HAPROXY_REASONS } from "./haproxy-reasons";
import { openHaproxyJson } from "./open-haproxy";

const keys = (field: FieldName, names: string, unitMs?: number): JsonKey[] =>
  names.split(" ").map((name, index, all) => ({
    ...{ path: [name], field, rank: all.length - index },
    ...(unitMs === undefined ? {} : { unitMs }),
  }));

/**
 * Keys under which people log HAProxy's values as JSON: the documentation's names for the columns, the variables' own, and the usual
 * ones. Of several for a field the first is read.
 */
const KEYS: readonly JsonKey[] = [
  ...keys("time", "accept_date request_date date_time timestamp @timestamp time date datetime t"),
  ...keys("client", "client_ip client_addr clientip client_address remote_addr src_ip source_ip client ci src"),
  ...keys("clientPort", "client_port cp"),
  ...keys("request", "http_request request_line request req http_request_line"),
  ...keys("method", "http_method http_verb request_method method HM"),
  ...keys("path", "http_uri request_uri http_request_uri uri url http_path request_path path HU"),
  ...keys("protocol", "http_version server_protocol protocol HV"),
  ...keys("status", "status_code http_status_code http_status response_code status ST"),
  ...keys("bodyBytes", "bytes_read bytes_sent response_bytes bytes B"),
  ...keys("frontend", "frontend_name_transport frontend_name frontend ft fe"),
  ...keys("upstreamName", "backend_name backend be b"),
  ...keys("server", "server_name server srv_name srv s"),
  ...keys("upstreamAddr", "server_address server_addr upstream_addr backend_address"),
  ...keys("flags", "termination_state term_state session_state termination_code tsc ts sess_term_state"),
  ...keys("upstreamConnectTime", "time_backend_connect backend_connect_time time_connect connect_time Tc tc", 1),
  ...keys("upstreamHeaderTime", "time_backend_response backend_response_time server_response_time response_time Tr", 1),
  ...keys("requestTime", "time_active time_duration time_total total_time session_duration duration Ta Tt ta tt", 1),
  ...keys("host", "http_host request_host header_host host vhost"),
  ...keys("userAgent", "user_agent http_user_agent user-agent agent ua"),
  ...keys("referer", "http_referer referer referrer"),
  ...keys("requestId", "unique_id request_id unique-id ID id"),
  ...keys("errorReason", "bc_err_str error_reason backend_error bc_err"),
];

/** JSON by a log-format string that is not at hand. Source: https://docs.haproxy.org/3.2/configuration.html#8.2.6 */
export const haproxyJson: FormatDefinition = {
  id: "haproxy-json",
  title: "HAProxy JSON",
  product: "HAProxy",
  role: "access",
  kind: "json",
  docs: "https://docs.haproxy.org/3.2/configuration.html#8.2.6",
  template: null,
  looksLike: /^\{.{0,4000}"(?:term\w{0,20}|session_state|sess_term_state|tsc?)"\s{0,4}:\s{0,4}"[A-Za-z-]{2}[\w-]{0,2}"/,
  companions: ["haproxy-events"],
  precedence: 100,
  signatures: HAPROXY_REASONS,
  samples: [
    {
      line: '{"accept_date":"25/Nov/2026:09:44:42.140","client_ip":"127.0.0.1","client_port":44520,"frontend_name":"fjson~","backend_name":"fin","server_name":"s1","time_backend_connect":0,"time_backend_response":-1,"time_duration":1,"status_code":502,"bytes_read":209,"termination_state":"SH--","http_request":"GET /fin/x?a=1 HTTP/1.1"}',
      event: {
        atMs: Date.UTC(2026, 10, 25, 9, 44, 42, 140),
        ...{ status: 502, path: "/fin/x?a=1", frontend: "fjson", upstreamName: "fin", server: "s1", flags: "SH--" },
        ...{ requestMs: 1, bodyBytes: 209 },
        upstreams: [
          {
            ...{ addr: "fin/s1", status: null, connectMs: 0, headerMs: null, responseMs: null },
            ...{ receivedBytes: null, sentBytes: null },
          },
        ],
      },
    },
  ],
  canTell: ["what its keys carry"],
  cannotTell: ["what its keys mean where they have names of their own: add haproxy.cfg"],
  improve:
    "Have %b, %s, %Tc, %Tr, %Ta, %ST, %tsc, %[bc_err_str], the Host header and %r in it, or give the log-format string.",
  open: (choice, options) => openHaproxyJson(choice, KEYS, options),
};
