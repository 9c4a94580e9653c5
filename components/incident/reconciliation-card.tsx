import { Card, CardBody, CardHeader } from "@/components/ui/card";
import type { Incident, Reconciliation } from "@/core/contract/report";
import { prepareReconciliation } from "./prepare-reconciliation";
import { StatusMatrix } from "./status-matrix";
import { TierCharts } from "./tier-charts";

/** What the origin's log says of the requests in the edge's, and the other way round; only where logs of both tiers were given. */
export function ReconciliationCard({
  incident,
  reconciliation,
  timeZone,
}: {
  incident: Incident;
  reconciliation: Reconciliation;
  timeZone: string;
}) {
  const view = prepareReconciliation(incident, reconciliation);
  const notes = [...(reconciliation.clock === null ? [] : [reconciliation.clock.sentence]), ...reconciliation.notes];
  return (
    <Card aria-labelledby="edge-against-origin">
      <CardHeader
        id="edge-against-origin"
        title="Edge against origin"
        hint={
          reconciliation.basis === "minute"
            ? "compared minute by minute"
            : "the same requests in the logs of both tiers"
        }
      />
      <CardBody className="flex flex-col gap-4">
        <p className="text-base font-medium text-pretty wrap-anywhere">{reconciliation.sentence}</p>
        <TierCharts view={view} timeZone={timeZone} />
      </CardBody>
      {view.rows.length > 0 && (
        <div className="border-line border-t pt-1">
          <StatusMatrix view={view} />
        </div>
      )}
      <ul className="border-line text-faint flex flex-col gap-0.5 border-t px-3 py-2 text-xs">
        {notes.map((note) => (
          <li key={note} className="text-pretty wrap-anywhere">
            {note}
          </li>
        ))}
        {view.hasBaseline && <li>“Before” is the baseline: {incident.baselineLabel}.</li>}
      </ul>
    </Card>
  );
}
