// https://nginx.org/en/docs/http/ngx_http_proxy_module.html
import type { Advice } from "./advice";

const ERROR_LOG = "the proxy's error log at level error (error_log /var/log/nginx/error.log error;)";
const STALE = "proxy_cache_use_stale error timeout updating http_502 http_503 http_504;";

/** Keeps `combined` as its beginning, so that tools which read the old lines read the new ones. */
const LOG_FORMAT = [
  "log_format diag '$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent '",
  '  \'"$http_referer" "$http_user_agent" msec=$msec host=$host rid=$request_id rlen=$request_length rt=$request_time \'',
  '  \'uaddr="$upstream_addr" ustatus="$upstream_status" uct="$upstream_connect_time" uht="$upstream_header_time" \'',
  '  \'urt="$upstream_response_time" ubs="$upstream_bytes_sent" ubr="$upstream_bytes_received"\';',
  "access_log /var/log/nginx/access.log diag;",
  "error_log /var/log/nginx/error.log error;",
].join("\n");

export const nginxAdvice: Advice = {
  title: "nginx",
  process: "nginx",
  folder: "/etc/nginx",
  check: ["nginx -t"],
  reload: ["nginx -t && nginx -s reload"],
  show: "nginx -T 2>/dev/null",
  live: ["curl -s http://127.0.0.1/nginx_status", "ss -ltnp"],
  words: {
    idle: "keepalive|proxy_http_version",
    "header-buffer": "buffer",
    resolver: "resolver|proxy_pass|set \\$",
    target: "server |proxy_pass|fastcgi_pass",
    scheme: "unix:",
    "client-slots": "worker_(connections|processes|rlimit)",
    "real-client": "limit_(req|conn)|real_ip",
    maintenance: "return 50[234]|down;|maintenance",
    "max-connections": "max_conns|queue",
  },
  set: {
    "read-timeout": ["proxy_read_timeout 120s;   # fastcgi_read_timeout for php-fpm"],
    "shorter-timeout": ["proxy_read_timeout 25s;   # below the outer tier's"],
    "stream-timeout": ["proxy_read_timeout 1h;   # only for the streaming location"],
    "fail-over": [
      "upstream NAME { server {upstream} max_fails=2 fail_timeout=10s; server SECOND; }",
      "proxy_next_upstream error timeout; proxy_connect_timeout 2s;",
    ],
    retry: ["proxy_next_upstream error timeout http_502; proxy_next_upstream_tries 2;"],
    "retry-idempotent": [
      "proxy_next_upstream error timeout;   # never non_idempotent here",
      "proxy_next_upstream_tries 2;",
    ],
    "retry-post": ["# only with idempotency keys: proxy_next_upstream error timeout non_idempotent;"],
    reuse: [
      'proxy_http_version 1.1; proxy_set_header Connection "";',
      "upstream NAME { server {upstream}; keepalive 128; }",
    ],
    idle: ["upstream NAME { server {upstream}; keepalive 32; keepalive_timeout 4s; }"],
    "header-buffer": [
      "proxy_buffer_size 16k; proxy_buffers 8 16k; proxy_busy_buffers_size 32k;   # fastcgi_… for php-fpm",
    ],
    "tls-settings": [
      "proxy_ssl_server_name on; proxy_ssl_name {host};",
      "proxy_ssl_protocols TLSv1.2 TLSv1.3;",
      "proxy_ssl_certificate client.pem; proxy_ssl_certificate_key client.key;   # if it demands one",
    ],
    "tls-trust": ["proxy_ssl_trusted_certificate /etc/nginx/ca.pem; proxy_ssl_verify_depth 3; proxy_ssl_name {host};"],
    resolver: ["resolver 10.0.0.2 10.0.0.3 valid=10s ipv6=off; resolver_timeout 5s;"],
    target: ["server {rightUpstream};   # instead of {upstream}"],
    scheme: ["proxy_pass https://{upstream};   # or http://, fastcgi_pass, uwsgi_pass, grpc_pass"],
    "error-page": [
      "proxy_intercept_errors on;",
      "error_page 502 503 504 /sorry.html;  location = /sorry.html { root /srv/errors; internal; }",
    ],
    stale: [STALE],
    "request-id": [
      "proxy_set_header X-Request-Id $request_id;   # log it in every tier",
      "log_format … 'rid=$request_id uht=$upstream_header_time';",
    ],
    shed: [
      "limit_req_zone $binary_remote_addr zone=z:10m rate=10r/s;  limit_req zone=z burst=20 nodelay; limit_req_status 429;",
      STALE,
    ],
    "limit-client": [
      "limit_req_zone $binary_remote_addr zone=z:10m rate=5r/s;  limit_req zone=z burst=10 nodelay; limit_req_status 429;",
    ],
    "real-client": [
      "set_real_ip_from CDN_RANGE; real_ip_header X-Forwarded-For;",
      "limit_req zone=z burst=20 nodelay; limit_req_status 429;",
    ],
    "max-connections": ["upstream NAME { server {upstream} max_conns=100; }"],
    "body-limit": ["client_max_body_size 20m;"],
    descriptors: ["worker_rlimit_nofile 65535;   # and systemd LimitNOFILE=65535"],
    "client-slots": ["events { worker_connections 16384; }", "worker_rlimit_nofile 65535;"],
    "slow-clients": ["client_header_timeout 10s; client_body_timeout 10s; keepalive_timeout 15s;"],
    "tcp-keepalive": ["proxy_socket_keepalive on;   # keeps idle connections alive through stateful firewalls"],
    "health-check": ["# nginx has passive checks only: server {upstream} max_fails=3 fail_timeout=10s;"],
    marking: [
      "server {upstream} max_fails=3 fail_timeout=10s;",
      "proxy_next_upstream error timeout;   # without http_502 for slow routes",
    ],
    drain: ["# nginx: server {upstream} down;  then nginx -s reload, wait, stop the instance"],
    maintenance: ["# remove the “return 503” or “down”, then reload"],
    "temp-files": ["chown -R www-data: /var/lib/nginx", "proxy_max_temp_file_size 0;   # if the disk cannot be freed"],
    "finish-work": ["proxy_ignore_client_abort on;   # only where the work must finish"],
    "loop-guard": ['proxy_set_header Via "$http_via, gumshoe-hop";  if ($http_via ~ gumshoe-hop) { return 508; }'],
    "short-cache": ["proxy_cache_valid 200 10s; proxy_cache_lock on;"],
    "deny-client": ["deny {client};"],
    "limit-status": ["limit_req_status 429;"],
    "retry-after": ["add_header Retry-After 600 always; return 503;"],
    "source-ports": ["proxy_bind $split_ip;"],
  },
  supplies: {
    signatures: ERROR_LOG,
    proxyMessages: ERROR_LOG,
    connect: "$upstream_connect_time in log_format",
    header: "$upstream_header_time in log_format",
    received: "$upstream_bytes_received in log_format",
    durations: "$upstream_response_time and $request_time in log_format",
    upstreams: "$upstream_addr in log_format",
    rescued: "$upstream_status in log_format",
    hosts: "$host in log_format",
    request: "$request in log_format",
    clients: "$remote_addr in log_format",
    agents: "$http_user_agent in log_format",
    requestBytes: "$request_length in log_format",
    bodySizes: "$body_bytes_sent in log_format",
    config: "the proxy's configuration (nginx.conf)",
  },
  fields: {
    host: "$host",
    upstreamAddr: "$upstream_addr",
    upstreamStatus: "$upstream_status",
    upstreamConnectTime: "$upstream_connect_time",
    upstreamHeaderTime: "$upstream_header_time",
    upstreamResponseTime: "$upstream_response_time",
    upstreamBytesReceived: "$upstream_bytes_received",
    requestTime: "$request_time",
    requestBytes: "$request_length",
    requestId: "$request_id",
  },
  logging: {
    directives: [LOG_FORMAT],
    verify: "New lines end with uaddr, ustatus, uct, uht and urt; the next analysis names the cause.",
  },
  combined: true,
  reasonField: null,
};
