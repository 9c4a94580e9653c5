// https://doc.traefik.io/traefik/observability/access-logs/
import type { Advice } from "./advice";

const DEBUG = "Traefik's own log at DEBUG (--log.level=DEBUG), where alone the Go error stands";
const KEEP = "Traefik's access log as JSON (--accesslog.format=json --accesslog.fields.defaultmode=keep)";
const TRANSPORT = "http.serversTransports.default";

export const traefikAdvice: Advice = {
  title: "Traefik",
  process: "traefik",
  folder: "/etc/traefik",
  check: [],
  reload: ["# the dynamic configuration is read anew by itself; the static one: systemctl restart traefik"],
  show: "curl -s localhost:8080/api/rawdata",
  live: ["curl -s localhost:8080/api/http/services", "curl -s localhost:8080/api/overview"],
  words: {
    idle: "idleConnTimeout|maxIdleConnsPerHost",
    target: "url|servers|serverStatus",
    scheme: "url|scheme|serversTransport",
    resolver: "url|provider",
    maintenance: "errors|replacePath|service",
    "real-client": "rateLimit|ipStrategy|depth",
    "max-connections": "inFlightReq|circuitBreaker",
  },
  set: {
    "read-timeout": [`${TRANSPORT}.forwardingTimeouts.responseHeaderTimeout = "120s"   # 0 = no limit, the default`],
    "shorter-timeout": [`${TRANSPORT}.forwardingTimeouts.responseHeaderTimeout = "25s"   # below the outer tier's`],
    "stream-timeout": ["entryPoints.websecure.transport.respondingTimeouts: { readTimeout: 0s, writeTimeout: 0s }"],
    "fail-over": [
      'loadBalancer: { servers: [{ url: "http://{upstream}" }, { url: "http://SECOND" }], healthCheck: { path: /healthz, interval: 5s, timeout: 2s } }',
      `${TRANSPORT}.forwardingTimeouts.dialTimeout = "2s"`,
      "middlewares: { again: { retry: { attempts: 2, initialInterval: 100ms } } }",
    ],
    retry: [
      "middlewares: { again: { retry: { attempts: 2, initialInterval: 100ms } } }   # repeats only what got no answer",
    ],
    "retry-idempotent": [
      "middlewares: { again: { retry: { attempts: 2, initialInterval: 100ms } } }   # not on routers of POST",
    ],
    "retry-post": ["# only with idempotency keys: the retry middleware on the router of POST"],
    reuse: [`${TRANSPORT}.maxIdleConnsPerHost = 200   # on by default; −1 switches it off`],
    idle: [`${TRANSPORT}.forwardingTimeouts.idleConnTimeout = "4s"   # default 90s`],
    "header-buffer": ["# Traefik has no such setting (Go's limit is 10 MB): make the header smaller"],
    "tls-settings": [
      `${TRANSPORT}.serverName = "{host}"`,
      `${TRANSPORT}.certificates = [{ certFile = "client.pem", keyFile = "client.key" }]   # if it demands one`,
    ],
    "tls-trust": [`${TRANSPORT}.rootCAs = ["/etc/traefik/ca.pem"]`, `${TRANSPORT}.serverName = "{host}"`],
    resolver: ["# Traefik asks the machine's resolver at every dial: two nameserver lines in /etc/resolv.conf"],
    target: ['servers: [{ url: "http://{rightUpstream}" }]   # or the label loadbalancer.server.port'],
    scheme: ['servers: [{ url: "https://{upstream}" }]   # or http://, h2c://; label loadbalancer.server.scheme'],
    "error-page": [
      'middlewares: { sorry: { errors: { status: ["502-504"], service: errors, query: "/sorry.html" } } }',
    ],
    "hide-errors": [
      'middlewares: { sorry: { errors: { status: ["502-504"], service: errors, query: "/sorry.html" } } }',
    ],
    stale: ["# Traefik Proxy has no cache; let the CDN serve stale-if-error"],
    "request-id": ["--accesslog.fields.headers.names.X-Request-Id=keep   # pass the header on from the edge"],
    shed: ["middlewares: { few: { inFlightReq: { amount: 100 } }, slow: { rateLimit: { average: 10, burst: 20 } } }"],
    "limit-client": [
      "middlewares: { slow: { rateLimit: { average: 5, burst: 10, sourceCriterion: { ipStrategy: { depth: 0 } } } } }",
    ],
    "real-client": [
      'entryPoints.websecure.forwardedHeaders.trustedIPs: ["CDN_RANGE"]',
      "rateLimit: { average: 20, burst: 40, sourceCriterion: { ipStrategy: { depth: 1 } } }",
    ],
    "max-connections": [
      "middlewares: { few: { inFlightReq: { amount: 200 } } }   # circuitBreaker: { expression } beside it",
    ],
    "body-limit": ["middlewares: { size: { buffering: { maxRequestBodyBytes: 20971520 } } }"],
    descriptors: ["# unit or container: LimitNOFILE=65535, --ulimit nofile=65535"],
    "client-slots": ["# unit or container: LimitNOFILE=65535; Traefik itself sets no limit of connections"],
    "slow-clients": ["entryPoints.websecure.transport.respondingTimeouts: { readTimeout: 10s, idleTimeout: 15s }"],
    "tcp-keepalive": [`${TRANSPORT}.forwardingTimeouts.idleConnTimeout = "50s"   # shorter than the firewall's`],
    "health-check": [
      "loadBalancer.healthCheck: { path: /healthz, hostname: {host}, interval: 5s, timeout: 2s, status: 200 }",
    ],
    marking: [
      "loadBalancer.healthCheck: { interval: 5s, timeout: 3s }",
      "services: { app: { failover: { service: main, fallback: second } } }",
    ],
    drain: ["# take {upstream} out of the service's servers, wait, then stop the instance"],
    maintenance: ["# remove the middleware or the router that answers 503"],
    "temp-files": ["df -h /tmp; df -i /tmp   # the buffering middleware writes there"],
    "finish-work": ["# Traefik cancels the upstream request when the client leaves; answer 202 and work later"],
    "loop-guard": ["# give the origin a host name of its own, which no router of Traefik matches"],
    "short-cache": ["# Traefik Proxy has no cache; cache for 10 s behind or before it"],
    "limit-status": ["# rateLimit answers 429 with Retry-After by itself"],
    "retry-after": ["middlewares: { later: { headers: { customResponseHeaders: { Retry-After: '600' } } } }"],
    "source-ports": ["# more addresses on the machine, or more instances of Traefik"],
  },
  supplies: {
    signatures: DEBUG,
    proxyMessages: DEBUG,
    header: `OriginDuration of ${KEEP}`,
    durations: `Duration of ${KEEP}`,
    upstreams: `ServiceAddr of ${KEEP}`,
    rescued: `RetryAttempts of ${KEEP}`,
    hosts: `RequestHost of ${KEEP}`,
    request: `RequestPath of ${KEEP}`,
    clients: `ClientHost of ${KEEP}`,
    agents: `request_User-Agent of ${KEEP}`,
    bodySizes: `DownstreamContentSize of ${KEEP}`,
    config: "Traefik's configuration (traefik.yml and the dynamic files)",
  },
  fields: {
    host: "RequestHost",
    upstreamAddr: "ServiceAddr",
    upstreamStatus: "OriginStatus",
    upstreamResponseTime: "OriginDuration",
    requestTime: "Duration",
  },
  logging: {
    directives: [
      "--accesslog --accesslog.format=json --accesslog.fields.defaultmode=keep",
      "--accesslog.fields.headers.names.X-Request-Id=keep",
      "--log.level=DEBUG   # during the incident: the Go error stands nowhere else",
    ],
    verify:
      "New lines have OriginStatus, ServiceAddr and RetryAttempts, and the log has a line with error= beside each 502.",
  },
  combined: true,
  reasonField: "OriginStatus, missing where Traefik made the answer",
};
