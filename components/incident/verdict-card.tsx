"use client";

import { Minus, Plus, ScrollText } from "lucide-react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { StandingBadge } from "@/components/ui/standing-badge";
import type { ReportSignal, Verdict } from "@/core/contract/report";
import { prepareVerdict, strengthOf } from "./prepare-verdicts";

const SOURCES = new Map([
  ["access-log", "access log"],
  ["error-log", "error log"],
  ["app-log", "application log"],
  ["config", "configuration"],
  ["markers", "deploys and reloads"],
  ["edge-and-origin", "edge against origin"],
]);

/** One candidate: what it is, how sure, what speaks for it, what against, and what would have told more. */
export function VerdictCard({
  verdict,
  rank,
  onLines,
}: {
  verdict: Verdict;
  rank: number;
  onLines: (signal: ReportSignal) => void;
}) {
  const { supporting, opposing } = prepareVerdict(verdict);
  return (
    <li className="border-line flex flex-col gap-2 border-b px-3 py-3 last:border-b-0">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="text-faint w-4 text-xs">{rank}</span>
        <h3 className="text-sm font-semibold">{verdict.title}</h3>
        <StandingBadge standing={verdict.standing} />
        <span className="text-faint text-2xs ml-auto flex items-center gap-2">
          {verdict.category}
          <ScoreBar score={verdict.score} />
        </span>
      </div>
      {supporting.length > 0 && <Signals label="Speaks for it" signals={supporting} onLines={onLines} />}
      {opposing.length > 0 && <Signals label="Speaks against it" signals={opposing} onLines={onLines} />}
      {verdict.missing.length > 0 && (
        <div className="pl-6">
          <p className="text-faint text-2xs font-medium">Would tell more</p>
          <ul className="text-muted list-disc pl-4 text-xs">
            {verdict.missing.map((missing) => (
              <li key={missing} className="wrap-anywhere">
                {missing}
              </li>
            ))}
          </ul>
        </div>
      )}
    </li>
  );
}

function ScoreBar({ score }: { score: number }) {
  const percent = Math.round(score * 100);
  return (
    <span
      className="inline-flex items-center gap-1.5"
      title="How well the evidence fits, comparable within this incident"
    >
      <span aria-hidden className="bg-sunken border-line h-1.5 w-16 overflow-hidden rounded-full border">
        <span className="bg-accent block h-full" style={{ width: `${percent}%` }} />
      </span>
      <span>
        fit <span className="sr-only">of the evidence </span>
        {percent}
      </span>
    </span>
  );
}

function Signals({
  label,
  signals,
  onLines,
}: {
  label: string;
  signals: readonly ReportSignal[];
  onLines: (signal: ReportSignal) => void;
}) {
  return (
    <div className="pl-6">
      <p className="text-faint text-2xs font-medium">{label}</p>
      <ul className="flex flex-col">
        {signals.map((signal) => (
          <li key={signal.text} className="flex flex-wrap items-start gap-x-2 py-1 text-xs sm:flex-nowrap">
            {signal.for ? (
              <Plus aria-hidden className="text-ok mt-0.5 size-3.5 shrink-0" />
            ) : (
              <Minus aria-hidden className="text-danger mt-0.5 size-3.5 shrink-0" />
            )}
            <span className="min-w-0 grow basis-4/5 text-pretty wrap-anywhere sm:basis-auto">
              {signal.text}{" "}
              <span className="text-faint text-2xs">
                {SOURCES.get(signal.source) ?? signal.source}, <Strength weight={signal.weight} />
              </span>
            </span>
            {signal.samples.length > 0 && (
              <Button variant="ghost" size="sm" className="-my-1 ml-auto" onClick={() => onLines(signal)}>
                <ScrollText /> {signal.samples.length === 1 ? "1 line" : `${signal.samples.length} lines`}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Strength({ weight }: { weight: number }) {
  const strength = strengthOf(weight);
  return <span className={cn(strength === "strong" && "text-ink font-medium")}>{strength}</span>;
}
