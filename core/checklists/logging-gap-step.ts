import { place } from "@/core/causes/config-reading";
import { reloading } from "@/core/causes/product-words";
import type { StepTemplate } from "@/core/causes/define-cause";
import { check, prevent } from "@/core/causes/step-template";
import { listed, named } from "@/core/causes/number-words";
import type { Evidence } from "@/core/evidence/evidence";
import { ownLogging, provenBy } from "@/core/diagnosis/missing-facts";
import type { Verdict } from "@/core/diagnosis/verdict";
import type { Advice } from "@/core/products/advice";
import { adviceFor } from "@/core/products/product-advice";

/**
 * The logging that would have named the cause, as directives to paste. For an undetermined incident it is a check of its own,
 * because nothing else brings the answer; otherwise it is for the next time. Null when nothing is lacking.
 */
export function loggingGapStep(evidence: Evidence, verdict: Verdict | undefined): StepTemplate | null {
  const undetermined = verdict === undefined || verdict.cause === "undetermined";
  const { fields, logging } = adviceFor(evidence.product);
  const missing = ownLogging(evidence, verdict?.missing ?? []);
  // Who gives the reasons in its access lines is asked for no error log.
  const lacking = evidence.lacks.fields.length > 0 || evidence.signatures === null;
  if (!undetermined && missing.length === 0 && !evidence.lacks.fields.some((field) => field.startsWith("upstream")))
    return null;
  if (!lacking && missing.length === 0) return null;
  const where = evidence.config?.accessLogs[0];
  const at = where === undefined ? "" : ` (the access log is set in ${named(place(where))})`;
  const build = undetermined ? check : prevent;
  const { fields: lacked } = evidence.lacks;
  const proofs = provenBy(evidence, missing, missing.length > 0 ? [] : lacked);
  const proof = proofs.length === 0 ? "" : `: it tells ${proofs.join(", and ")}`;
  const why =
    missing.length > 0
      ? `These logs lack ${listed(missing, 3)}${proof}.`
      : `The access log lacks ${listed(
          lacked.map((field) => nameOfField(fields, field)),
          4,
        )}${proof}.`;
  return build(
    "logging-gap",
    undetermined ? `Log what would tell the causes apart${at}` : `Log what was missing this time${at}`,
    why,
    [...logging.directives, ...reloading(evidence)],
    logging.verify,
  );
}

/** `$upstream_connect_time`, `%Tc`: what the product calls a field. */
function nameOfField(fields: Advice["fields"], field: string): string {
  return Object.entries(fields).find(([name]) => name === field)?.[1] ?? field;
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
