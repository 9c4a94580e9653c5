import type { IncidentTraits } from "@/core/contract/past-incidents";
import type { Incident } from "@/core/contract/report";

/** A message with less than this share of an incident's messages is not what the incident is about. */
const MIN_SIGNATURE_SHARE = 0.2;

/** By what an incident is held against others. Reports saved before they said product and messages have them as unknown. */
export function traitsOf(incident: Incident): IncidentTraits {
  const [verdict] = incident.verdicts;
  const { scope, selection, product, signatures } = incident;
  const telling = (signatures ?? []).filter(({ share }) => share >= MIN_SIGNATURE_SHARE);
  return {
    kind: incident.kind,
    tier: incident.tier,
    cause: verdict?.cause ?? "undetermined",
    causeTitle: verdict?.title ?? "Undetermined",
    category: verdict?.category ?? "upstream",
    product: product ?? null,
    statuses: incident.statuses,
    // Where pods come and go, the group's name stays when the addresses do not.
    scope: { ...scope, upstreams: [...new Set([...scope.upstreams, ...selection.upstreams])] },
    signatures: telling.length === 0 ? null : telling.map(({ id, label }) => ({ id, label })),
  };
}
