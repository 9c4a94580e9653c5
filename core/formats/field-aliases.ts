/**
 * Names under which people log nginx's variables, as keys of `key=value` pairs and of JSON objects. Keys here are normalised:
 * lower case, `_` between words. `time` stands for whichever time variable the value's shape asks for.
 */
const ALIASES: Record<string, string> = {
  time: "time timestamp ts t datetime date msec time_msec time_local time_iso8601 log_time logtime event_time request_timestamp timestamp_iso8601 iso_time local_time",
  remote_addr:
    "client client_ip clientip remote_ip remote ip src src_ip source_ip remote_address remote_host client_addr client_address c_ip network_client_ip realip real_ip x_real_ip addr client_host",
  request: "req request_line http_request",
  request_method: "method verb http_method req_method http_request_method request_type m",
  request_uri:
    "uri path url request_path request_url req_uri http_uri req_path url_path url_original http_url target query_path",
  server_protocol: "protocol proto http_version http_protocol httpversion protocol_version",
  status:
    "code response_code status_code http_status http_status_code response_status http_response_status_code response st sc_status resp_status return_code",
  body_bytes_sent:
    "bytes size bytes_sent body_bytes sent body_size response_size response_bytes resp_size content_bytes bytes_out http_response_body_bytes length response_length resp_bytes bytes_written sent_bytes body_sent",
  http_referer: "referer referrer ref http_referrer http_request_referrer",
  http_user_agent: "agent user_agent ua useragent http_agent user_agent_original browser",
  host: "vhost http_host server_name domain virtual_host site hostname request_host req_host server_host url_domain h sni fqdn authority",
  upstream_addr:
    "ua_addr uaddr upstream backend upstream_address upstreamaddr backend_addr up up_addr peer upstream_host upstreamhost backend_address upstream_ip upaddr proxied_to",
  upstream_status:
    "us ustatus upstreamstatus backend_status up_status upstream_response_status upstream_code upstat upst upstream_status_code",
  upstream_connect_time:
    "uct upstream_connect connect_time up_ct backend_connect_time upconnect uconn ut_connect upstream_conn_time upct u_connect",
  upstream_header_time:
    "uht upstream_header header_time up_ht backend_header_time upheader ttfb upstream_ttfb upht u_header",
  upstream_response_time:
    "urt upstream_response upstream_time up_rt backend_response_time upstream_resp_time backend_time ut upstream_rt upresp up_time upstream_latency upstreamtime uprt u_response apptime",
  upstream_bytes_received: "ubr upstream_received upstream_bytes upbytes_in",
  upstream_bytes_sent: "ubs upstream_sent",
  upstream_cache_status: "cache cache_status ucs cs x_cache upstream_cache cachestatus",
  request_time:
    "rt request_duration duration req_time total_time reqtime latency took elapsed time_taken tt requesttime processing_time cost rqt response_time resp_time responsetime",
  request_length:
    "rlen request_size req_len request_bytes req_size bytes_in rl bytes_received req_length reqlen http_request_bytes",
  request_id:
    "rid req_id requestid id x_request_id http_x_request_id trace_id traceid correlation_id reqid uid kong_request_id",
  proxy_upstream_name: "upstream_name upstreamname proxy_host backend_name pool uname service_name",
  http_x_forwarded_for: "xff x_forwarded_for forwarded_for http_xff forwarded x_forwarded",
  scheme: "http_scheme proto_scheme url_scheme",
  connection: "conn cid connection_id connection_serial",
  pid: "worker_pid worker",
  remote_port: "port client_port",
  remote_user: "user auth_user username user_name u",
};

const VARIABLE_BY_ALIAS = new Map<string, string>();
for (const [variable, names] of Object.entries(ALIASES)) {
  VARIABLE_BY_ALIAS.set(variable, variable);
  for (const name of names.split(" ")) if (!VARIABLE_BY_ALIAS.has(name)) VARIABLE_BY_ALIAS.set(name, variable);
}

/** `upstreamResponseTime`, `@timestamp`, `http.status-code` → `upstream_response_time`, `timestamp`, `http_status_code`. */
export function normaliseKey(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
}

/**
 * The nginx variable that a key stands for, without `$`; null for one nobody knows. `ua` is the user agent, except where its value is
 * an upstream address: some use it for that.
 */
export function variableOfKey(key: string, sample: string): string | null {
  const name = normaliseKey(key);
  if ((name === "ua" || name === "upstream_host") && /^(?:[\d.]+:\d+|unix:|\[)/.test(sample)) return "upstream_addr";
  const found =
    VARIABLE_BY_ALIAS.get(name) ?? VARIABLE_BY_ALIAS.get(name.replace(/^(?:nginx|http|log|ngx|access|fields)_/, ""));
  if (found === undefined) return null;
  if (found === "time") return timeVariable(sample);
  if (found === "request" && sample.startsWith("/")) return "request_uri";
  return found;
}

/** Some call the whole request's time so, some the upstream's: it is the request's unless another key has that. */
export function isAmbiguousTime(key: string): boolean {
  return /^(?:response_time|resp_time|responsetime)$/.test(normaliseKey(key));
}

/** Every spelling of a key that is looked for in JSON where no sample was seen. */
export function allAliases(): [key: string, variable: string][] {
  return [...VARIABLE_BY_ALIAS].flatMap(([key, name]): [string, string][] => {
    const variable = name === "time" ? "time_iso8601" : name;
    const camel = key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    return camel === key
      ? [[key, variable]]
      : [
          [key, variable],
          [camel, variable],
        ];
  });
}

/** The time variable whose notation a value has; null when it is no time. */
export function timeVariable(sample: string): string | null {
  if (/^\d{2}\/[A-Za-z]{3}\/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4}$/.test(sample)) return "time_local";
  if (/^\d{4}[-/]\d{2}[-/]\d{2}[T ]\d{2}:\d{2}:\d{2}/.test(sample)) return "time_iso8601";
  return /^\d{10}(?:\d{3})?(?:\.\d+)?$/.test(sample) ? "msec" : null;
}
