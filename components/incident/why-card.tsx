"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import type { Incident, ReportSignal, Verdict } from "@/core/contract/report";
import { prepareVerdicts } from "./prepare-verdicts";
import { SignalSheet } from "./signal-sheet";
import { VerdictCard } from "./verdict-card";

/** Rivals shown before "show more": the answer and the two it was weighed against. */
const FIRST = 3;

/** Why: ranked verdicts with their standing and evidence; each signal opens the log lines behind it. */
export function WhyCard({ incident }: { incident: Incident }) {
  const [signal, setSignal] = useState<ReportSignal | null>(null);
  const [all, setAll] = useState(false);
  const { ranked, ruledOut, noData } = prepareVerdicts(incident.verdicts);
  const shown = all ? ranked : ranked.slice(0, FIRST);
  return (
    <Card aria-labelledby="why">
      <CardHeader id="why" title="Why" hint={`${incident.verdicts.length} causes weighed on the evidence`} />
      {ranked.length === 0 ? (
        <EmptyState title="No cause could be weighed">
          These logs carry too little about the failing requests.
        </EmptyState>
      ) : (
        <ol>
          {shown.map((verdict, index) => (
            <VerdictCard key={verdict.cause} verdict={verdict} rank={index + 1} onLines={setSignal} />
          ))}
        </ol>
      )}
      <div className="border-line flex flex-col gap-1 border-t px-3 py-2 empty:hidden">
        {ranked.length > FIRST && (
          <Button variant="ghost" size="sm" className="self-start" onClick={() => setAll(!all)}>
            {all ? "Show the first three" : `Show ${ranked.length - FIRST} weaker candidates`}
          </Button>
        )}
        <Folded title="Ruled out" verdicts={ruledOut} />
        <Folded title="Could not be weighed with these logs" verdicts={noData} />
      </div>
      <SignalSheet incidentId={incident.id} signal={signal} onClose={() => setSignal(null)} />
    </Card>
  );
}

function Folded({ title, verdicts }: { title: string; verdicts: readonly Verdict[] }) {
  if (verdicts.length === 0) return null;
  return (
    <details className="text-xs">
      <summary className="text-muted hover:text-ink py-1">
        {title} ({verdicts.length})
      </summary>
      <ul className="flex flex-col gap-1 pt-1 pb-2 pl-4">
        {verdicts.map((verdict) => (
          <li key={verdict.cause} className="wrap-anywhere">
            {verdict.title}
            <span className="text-faint">
              {" "}
              {verdict.signals.find((signal) => !signal.for)?.text ?? verdict.missing.join("; ")}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
