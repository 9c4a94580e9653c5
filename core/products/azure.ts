// https://learn.microsoft.com/azure/application-gateway/application-gateway-troubleshooting-502
import type { Advice } from "./advice";

const SETTINGS = "az network application-gateway http-settings update -g GROUP --gateway-name GATEWAY -n SETTINGS";

export const azureAdvice: Advice = {
  title: "The gateway",
  process: null,
  folder: null,
  check: [],
  reload: [],
  show: "az network application-gateway show -g GROUP -n GATEWAY",
  live: ["az network application-gateway show-backend-health -g GROUP -n GATEWAY"],
  words: {
    "read-timeout": "requestTimeout",
    target: 'ipAddress|fqdn|"port"',
    scheme: "protocol",
    "health-check": "probe",
  },
  set: {
    "read-timeout": [`${SETTINGS} --timeout 120   # Front Door: originResponseTimeoutSeconds`],
    "shorter-timeout": [`${SETTINGS} --timeout 25`],
    "fail-over": ["# two instances in the backend pool; Front Door: a second origin in the group"],
    idle: ["# Front Door keeps connections for about 90 s: the origin's keep-alive time must be longer"],
    "tls-settings": [`${SETTINGS} --host-name {host}   # sent as SNI; or pick it from the backend's name`],
    "tls-trust": [
      "az network application-gateway root-cert create -g GROUP --gateway-name GATEWAY -n ROOT --cert-file ca.cer",
      "# the name on the certificate must be the host name of the settings",
    ],
    resolver: ["# the virtual network's DNS servers; the gateway must be restarted after a change of them"],
    target: [
      "az network application-gateway address-pool update -g GROUP --gateway-name GATEWAY -n POOL --servers RIGHT_ADDRESS",
    ],
    scheme: [`${SETTINGS} --protocol Https --port 443   # or Http, 80`],
    "health-check": [
      "az network application-gateway probe update -g GROUP --gateway-name GATEWAY -n PROBE --path /healthz --match-status-codes 200-399 --threshold 3",
    ],
    marking: [
      "az network application-gateway probe update -g GROUP --gateway-name GATEWAY -n PROBE --threshold 3 --interval 10",
    ],
    drain: [`${SETTINGS} --connection-draining-timeout 60`],
    "limit-client": ["# WAF custom rule of type RateLimitRule by client address"],
    "request-id": ["# log the header X-Azure-Ref at the origin: it is trackingReference of the log"],
    "error-page": ["# customErrorConfigurations: HttpStatus502 with a page of your own"],
  },
  supplies: {
    signatures: "error_info and serverStatus (Front Door: errorInfo) of the diagnostic log",
    durations: "timeTaken of the diagnostic log",
    upstreams: "serverRouted of the diagnostic log",
    header: "serverResponseLatency of the diagnostic log",
  },
  fields: {},
  logging: {
    directives: [
      'az monitor diagnostic-settings create --resource ID -n diag --workspace WORKSPACE --logs \'[{"categoryGroup":"allLogs","enabled":true}]\'',
      "# at the origin: log X-Azure-Ref, and give that log as well",
    ],
    verify: "Each failure has error_info and serverStatus; show-backend-health names what the probes met.",
  },
  combined: false,
  reasonField: "serverStatus and error_info",
};
