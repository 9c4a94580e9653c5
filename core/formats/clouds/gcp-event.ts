import type { FormatDefinition } from "@/core/formats/format-definition";
import { rulesOfPhase, type SignatureRule } from "@/core/formats/match-signature";
import { textAt, type JsonObject } from "@/core/formats/read-json";
import { openCloudEvents, type CloudEvents } from "./cloud-event";

/** Sources: https://cloud.google.com/run/docs/troubleshooting, https://cloud.google.com/load-balancing/docs/health-check-logging */
// prettier-ignore
const SIGNATURES: readonly SignatureRule[] = [
  ...rulesOfPhase("read_header", [
    ["gcp-log-out-of-memory", /Memory limit of \d+ Mi?B exceeded with \d+ Mi?B used/, "SIGKILL", "upstream-crash", "high", "instance was out of memory"],
    ["gcp-log-malformed", "either the HTTP response was malformed or connection to the instance had an error", null, "premature-close", "medium", "instance closed or answered badly"],
    ["gcp-log-killed", /Container called exit\(|Uncaught signal: \d+/, null, "upstream-crash", "medium", "container ended"],
  ]),
  ...rulesOfPhase("connect", [
    ["gcp-log-no-listener", /failed to start and (?:then )?listen on the port defined/, null, "wrong-port", "high", "container does not listen on its port"],
  ]),
  ...rulesOfPhase("proxy_internal", [
    ["gcp-log-no-instance", "aborted because there was no available instance", null, "upstream-overload", "high", "no instance available"],
    ["gcp-log-unhealthy", /^health check: UNHEALTHY/, "health", "health-check-failing", "high", "health check failed"],
  ]),
];

const RESOURCES = /^(?:cloud_run_|http_load_balancer|gce_(?:instance_group|network_endpoint_group)|internal_http_lb)/;

const EVENTS: Omit<CloudEvents, "format"> = {
  signatures: SIGNATURES,
  otherwise: "no entry of Cloud Logging",
  read: (object) => {
    const type = textAt(object, "resource", "type") ?? "";
    if (!RESOURCES.test(type) || textAt(object, "httpRequest", "requestMethod") !== null)
      return { rejected: "no entry of Cloud Run or a load balancer about something other than a request" };
    const message = messageOf(object);
    if (message === null) return { skipped: "an entry without a text" };
    return {
      time: textAt(object, "timestamp") ?? textAt(object, "receiveTimestamp"),
      level: textAt(object, "severity"),
      message,
      about: {
        server: textAt(object, "resource", "labels", "service_name"),
        upstreamAddr: textAt(object, "jsonPayload", "healthCheckProbeResult", "ipAddress"),
      },
    };
  },
};

function messageOf(object: JsonObject): string | null {
  const health = textAt(object, "jsonPayload", "healthCheckProbeResult", "healthState");
  if (health !== null) {
    const detail = textAt(object, "jsonPayload", "healthCheckProbeResult", "detailedHealthState") ?? "";
    return `health check: ${health} ${detail}`.trimEnd();
  }
  return (
    textAt(object, "textPayload") ??
    textAt(object, "jsonPayload", "message") ??
    textAt(object, "protoPayload", "status", "message")
  );
}

/** Source: https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry */
export const gcpEvent: FormatDefinition = {
  id: "gcp-event",
  title: "Google Cloud: messages of Cloud Run and health checks",
  product: "Google Cloud",
  role: "error",
  kind: "message",
  docs: "https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry",
  template: null,
  looksLike: /"type"\s*:\s*"(?:cloud_run_|gce_instance_group|gce_network_endpoint_group)/,
  companions: ["gcp-load-balancer"],
  precedence: 65,
  signatures: SIGNATURES,
  samples: [
    {
      line: '{"insertId":"a","resource":{"type":"cloud_run_revision","labels":{"service_name":"app"}},"severity":"ERROR","textPayload":"Memory limit of 512 MiB exceeded with 514 MiB used. Consider increasing the memory limit","timestamp":"2026-06-08T23:41:30.5Z"}',
      event: {
        atMs: Date.UTC(2026, 5, 8, 23, 41, 30, 500),
        ...{ level: "error", signature: "gcp-log-out-of-memory", server: "app" },
      },
    },
    {
      line: '{"resource":{"type":"gce_instance_group","labels":{}},"severity":"WARNING","jsonPayload":{"healthCheckProbeResult":{"ipAddress":"10.5.3.1","healthState":"UNHEALTHY","previousHealthState":"HEALTHY","detailedHealthState":"TIMEOUT"}},"timestamp":"2026-06-08T23:41:30Z"}',
      event: { signature: "gcp-log-unhealthy", upstreamAddr: "10.5.3.1", message: "health check: UNHEALTHY TIMEOUT" },
    },
  ],
  canTell: ["instances that ran out of memory or did not listen", "changes of a backend's health"],
  cannotTell: ["which request it was"],
  improve: "Enable logging on the health check: gcloud compute health-checks update http NAME --enable-logging",
  open: (choice, options) => openCloudEvents({ format: choice.id, ...EVENTS }, options),
};
