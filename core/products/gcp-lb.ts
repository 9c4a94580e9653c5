// https://cloud.google.com/load-balancing/docs/https/https-logging-monitoring
import type { Advice } from "./advice";

const SERVICE = "gcloud compute backend-services update BACKEND --global";
const LOGGED = "the load balancer's log (--enable-logging --logging-sample-rate=1.0)";

export const gcpAdvice: Advice = {
  title: "The load balancer",
  process: null,
  folder: null,
  check: [],
  reload: [],
  show: "gcloud compute backend-services describe BACKEND --global",
  live: ["gcloud compute backend-services get-health BACKEND --global"],
  words: {
    "read-timeout": "timeoutSec",
    target: "group|port",
    scheme: "protocol",
    "max-connections": "maxRate|maxUtilization|circuitBreakers",
  },
  set: {
    "read-timeout": [`${SERVICE} --timeout=120s`],
    "shorter-timeout": [`${SERVICE} --timeout=25s`],
    "stream-timeout": [`${SERVICE} --timeout=3600s`],
    "fail-over": [
      "# instances in two zones; failover backends",
      "gcloud compute health-checks update http CHECK --check-interval=5s --unhealthy-threshold=2",
    ],
    retry: ["# retryPolicy in the URL map: numRetries 1, retryConditions [connect-failure, reset]"],
    "retry-idempotent": ["# retryPolicy in the URL map, on routes of GET only"],
    idle: ["# fixed at 600 s: the backend's keep-alive time must be longer (keepalive_timeout 620s)"],
    "tls-trust": [
      "# the load balancer does not verify the certificates of backends unless a backend TLS policy says so",
    ],
    target: ["gcloud compute instance-groups set-named-ports GROUP --named-ports=http:PORT"],
    scheme: [`${SERVICE} --protocol=HTTPS   # or HTTP, HTTP2`],
    "health-check": [
      "gcloud compute health-checks update http CHECK --request-path=/healthz --check-interval=5s --timeout=5s --unhealthy-threshold=3",
    ],
    marking: ["gcloud compute health-checks update http CHECK --unhealthy-threshold=3"],
    drain: [`${SERVICE} --connection-draining-timeout=60`],
    "max-connections": [`${SERVICE} --max-connections=4096   # circuitBreakers of the backend service`],
    "limit-client": ["# Cloud Armor: a throttle rule by address, exceed action deny(429)"],
    shed: ["# Cloud Armor: a throttle rule", `${SERVICE} --enable-cdn --serve-while-stale=86400`],
    stale: [`${SERVICE} --enable-cdn --serve-while-stale=86400`],
    "error-page": ["# custom error response policy in the URL map"],
    "request-id": ["# log the header X-Cloud-Trace-Context at the backend: it is trace of the log"],
  },
  supplies: {
    signatures: `statusDetails of ${LOGGED}`,
    durations: `latency of ${LOGGED}`,
    upstreams: `serverIp of ${LOGGED}`,
  },
  fields: {},
  logging: {
    directives: [
      `${SERVICE} --enable-logging --logging-sample-rate=1.0`,
      "# at the backend: log X-Cloud-Trace-Context, and give that log as well",
    ],
    verify:
      "Each failure has statusDetails: failed_to_connect_to_backend, backend_timeout, response_sent_by_backend and others.",
  },
  combined: false,
  reasonField: "statusDetails",
};
