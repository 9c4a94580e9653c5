// https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/
import type { Advice } from "./advice";

export const cloudflareAdvice: Advice = {
  title: "Cloudflare",
  process: null,
  folder: null,
  check: [],
  reload: [],
  show: 'curl -s -H "Authorization: Bearer $TOKEN" https://api.cloudflare.com/client/v4/zones/ID/settings',
  live: ["curl -sI https://{host}{path} | grep -iE 'cf-ray|cf-error|cf-cache-status|server'"],
  words: { scheme: '"ssl"', target: "origin" },
  set: {
    "read-timeout": [
      "# proxy read time-out (Enterprise, Cache Rules), or a DNS-only host for long jobs; 100 to 120 s otherwise",
    ],
    "shorter-timeout": ["# the origin must answer within 100 s"],
    "stream-timeout": ["# 100 s between bytes: let the origin send heartbeats"],
    "fail-over": ["# Load Balancing: a second pool with a monitor; Always Online beside it"],
    retry: ["# Load Balancing: zero-downtime failover between pools; Cloudflare repeats nothing else"],
    idle: [
      "# Cloudflare keeps connections for up to 900 s: the origin's keep-alive time must be longer (keepalive_timeout 910s)",
    ],
    "header-buffer": ["# 128 KB, fixed: make the header smaller"],
    "tls-settings": [
      "# Origin Rules: SNI override; Authenticated Origin Pulls where the origin demands a certificate; TLS 1.2 and later at the origin",
    ],
    "tls-trust": [
      "# a Cloudflare Origin CA or public certificate at the origin for {host}, SSL/TLS mode Full (strict)",
    ],
    resolver: ["# correct the A, AAAA or CNAME record of the origin"],
    target: ["# Origin Rules: destination port and host; or the A record of the origin"],
    scheme: ["# SSL/TLS mode: Full dials 443, Flexible dials 80; the origin must listen there"],
    "error-page": ["# Custom Pages: 5xx errors"],
    "hide-errors": ["# Custom Pages or an Error Rule for 502, 503 and 504 of the origin"],
    stale: ["Cache-Control: max-age=60, stale-if-error=86400   # Always Online beside it"],
    "request-id": ["# log the header CF-Ray at the origin: it is RayID of the log"],
    shed: ["# Rate limiting rule, Waiting Room, cache rules"],
    "deny-client": ["# WAF custom rule: ip.src eq {client}, action Block"],
    "limit-client": ["# Rate limiting rule by address: 5 a second, block with 429"],
    "real-client": ["# Rate limiting rule; at the origin take CF-Connecting-IP for the client"],
    "health-check": ["# Load Balancing monitor: path /healthz, header Host {host}, codes 2xx, 3 retries"],
    marking: ["# Load Balancing: a fallback pool"],
    drain: ["# Load Balancing: take the origin out of its pool, wait, then stop it"],
    maintenance: ["# switch off the rule or the Worker that answers so"],
    "loop-guard": ["# the origin's record must be DNS-only and no address of Cloudflare"],
    "body-limit": ["# 100 MB on the lower plans"],
    "short-cache": ["# Cache Rules: edge TTL 10 s"],
  },
  supplies: {
    signatures: "OriginResponseStatus and EdgePathingStatus in Logpush http_requests",
    durations: "OriginResponseDurationMs in Logpush http_requests",
    connect: "OriginTCPHandshakeDurationMs in Logpush http_requests",
    header: "OriginResponseHeaderReceiveDurationMs in Logpush http_requests",
    upstreams: "OriginIP in Logpush http_requests",
    hosts: "ClientRequestHost in Logpush http_requests",
    request: "ClientRequestMethod and ClientRequestURI in Logpush http_requests",
    clients: "ClientIP in Logpush http_requests",
    agents: "ClientRequestUserAgent in Logpush http_requests",
  },
  fields: {
    host: "ClientRequestHost",
    upstreamAddr: "OriginIP",
    upstreamStatus: "OriginResponseStatus",
    upstreamConnectTime: "OriginTCPHandshakeDurationMs",
    upstreamResponseTime: "OriginResponseDurationMs",
    requestId: "RayID",
  },
  logging: {
    directives: [
      "# Logpush http_requests with EdgeResponseStatus, OriginResponseStatus, OriginIP, OriginTCPHandshakeDurationMs, OriginTLSHandshakeDurationMs, OriginResponseDurationMs, EdgePathingStatus, EdgeColoCode, RayID",
      "# at the origin: log CF-Ray, and give that log as well",
    ],
    verify:
      "Each failure has OriginResponseStatus (0 = made by the edge), and the origin's log shows whether its ray arrived.",
  },
  combined: false,
  reasonField: "OriginResponseStatus, 0 where Cloudflare made the answer",
};
