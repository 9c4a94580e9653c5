import { ShieldCheck } from "lucide-react";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { visibleText } from "@/components/ui/visible-text";
import type { RiskSeverity, SourceRisks } from "@/core/contract/config-risks";
import { prepareRisks } from "./prepare-risks";
import { RiskRow } from "./risk-row";

/** Names listed of a system's files. */
const MOST_FILES = 6;

/** The risks of one system's configuration by severity. */
export function SourceRisksCard({
  source,
  severity,
  chosen,
}: {
  source: SourceRisks;
  severity: RiskSeverity | "all";
  /** Anchor of the risk to go to. */
  chosen: string | null;
}) {
  const groups = prepareRisks(source, severity);
  const { files, risks, notListed } = source;
  if (groups.length === 0 && risks.length > 0) return null;
  const names = files.slice(0, MOST_FILES).map(({ path }) => visibleText(path));
  const more = files.length > MOST_FILES ? ` and ${files.length - MOST_FILES} more` : "";
  return (
    <section aria-label={`Configuration of ${source.sourceName}`} className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
        <h2 className="text-ink text-base font-semibold wrap-anywhere">{visibleText(source.sourceName)}</h2>
        <p className="text-muted text-xs wrap-anywhere">
          {names.join(", ")}
          {more}
        </p>
      </div>
      {risks.length === 0 && (
        <Card>
          <EmptyState icon={<ShieldCheck />} title="No risk for gateway errors found">
            What a configuration cannot show, such as whether an upstream answers, its logs do.
          </EmptyState>
        </Card>
      )}
      {groups.map((group) => (
        <Card key={group.severity} aria-label={group.title}>
          <CardHeader title={group.title} hint={group.hint} as="h3" />
          <ul>
            {group.items.map((risk) => (
              <RiskRow key={`${risk.anchor}${risk.why}`} risk={risk} chosen={risk.anchor === chosen} />
            ))}
          </ul>
        </Card>
      ))}
      {notListed > 0 && <p className="text-faint text-xs">{notListed} more of the same kinds are not listed.</p>}
    </section>
  );
}
