import { place } from "@/core/causes/config-reading";
import type { StepTemplate } from "@/core/causes/define-cause";
import { check, prevent } from "@/core/causes/step-template";
import { listed, named } from "@/core/causes/number-words";
import type { Evidence } from "@/core/evidence/evidence";
import type { Verdict } from "@/core/diagnosis/verdict";

/** Keeps `combined` as its beginning, so that tools which read the old lines read the new ones. */
const LOG_FORMAT = [
  "log_format diag '$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent '",
  '  \'"$http_referer" "$http_user_agent" msec=$msec host=$host rid=$request_id rlen=$request_length rt=$request_time \'',
  '  \'uaddr="$upstream_addr" ustatus="$upstream_status" uct="$upstream_connect_time" uht="$upstream_header_time" \'',
  '  \'urt="$upstream_response_time" ubs="$upstream_bytes_sent" ubr="$upstream_bytes_received"\';',
  "access_log /var/log/nginx/access.log diag;",
  "error_log /var/log/nginx/error.log error;",
].join("\n");

/**
 * The logging that would have named the cause, as directives to paste. For an undetermined incident it is a check of its own,
 * because nothing else brings the answer; otherwise it is for the next time. Null when nothing is lacking.
 */
export function loggingGapStep(evidence: Evidence, verdict: Verdict | undefined): StepTemplate | null {
  const undetermined = verdict === undefined || verdict.cause === "undetermined";
  const missing = (verdict?.missing ?? []).filter((one) => one.includes("log_format") || one.includes("error log"));
  const lacking = evidence.lacks.fields.length > 0 || !evidence.lacks.errorLog;
  if (!undetermined && missing.length === 0 && !evidence.lacks.fields.some((field) => field.startsWith("upstream")))
    return null;
  if (!lacking && missing.length === 0) return null;
  const where = evidence.config?.accessLogs[0];
  const at = where === undefined ? "" : ` (the access log is set in ${named(place(where))})`;
  const build = undetermined ? check : prevent;
  const why =
    missing.length > 0
      ? `These logs lack ${listed(missing, 3)}.`
      : `The access log lacks ${listed(evidence.lacks.fields.map(variableOf), 4)}.`;
  return build(
    "logging-gap",
    undetermined ? `Log what would tell the causes apart${at}` : `Log what was missing this time${at}`,
    why,
    [LOG_FORMAT, "nginx -t && nginx -s reload"],
    "New lines end with uaddr, ustatus, uct, uht and urt; the next analysis names the cause.",
  );
}

/** `upstreamConnectTime` as `$upstream_connect_time`: but for one, fields are named after nginx's variables. */
function variableOf(field: string): string {
  if (field === "requestBytes") return "$request_length";
  return `$${field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
}

/** Alerting on what the proxy made itself; where the log already carries the times. */
export function monitoringStep(): StepTemplate {
  return prevent(
    "monitoring",
    "Alert on gateway errors, not on 502 alone",
    "502, 504, 503 made by the proxy and its own 500 are faces of the same faults.",
    ["# alert: (502+503+504) / requests > 1 % for 2 minutes, per host and per upstream"],
    "The alert fires within two minutes in a test with one upstream stopped.",
  );
}
