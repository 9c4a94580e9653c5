"use client";

import { History, RotateCcw } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { formatMoment } from "@/components/charts/time-axis";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { visibleLines, visibleText } from "@/components/ui/visible-text";
import type { PastIncident, SeenBefore } from "@/core/contract/past-incidents";
import { closedWords, helpWords, lastedWords, likenessWords, prepareSeenBefore } from "./prepare-seen-before";

/** Shown before "show all": what helped the last time is most often in the first. */
const FIRST = 3;

const EDGES = { regression: "border-l-danger", recurring: "border-l-warn", similar: "border-l-line-strong" } as const;

/** Seen before: the earlier incidents like this one, what is the same about them, and what helped then. */
export function SeenBeforeCard({
  seenBefore,
  sourceId,
  timeZone,
}: {
  seenBefore: SeenBefore;
  /** Of the incident on the page: others are named. */
  sourceId: string;
  timeZone: string;
}) {
  const [all, setAll] = useState(false);
  const { similar, total, since } = seenBefore;
  const { kind, lead, pattern, since: returned } = prepareSeenBefore(seenBefore, timeZone);
  const came =
    since !== null && returned !== null ? (
      <p className="text-warn text-sm font-medium text-pretty">
        {returned} <PastLink id={since.id}>Open it</PastLink>
      </p>
    ) : null;
  if (kind === "first") {
    return (
      <div className="mb-3 flex flex-col gap-1 empty:hidden">
        {lead !== null && <p className="text-faint text-xs">{lead}</p>}
        {came}
      </div>
    );
  }
  const shown = all ? similar : similar.slice(0, FIRST);
  const Icon = kind === "regression" ? RotateCcw : History;
  return (
    <Card aria-labelledby="seen-before" className={cn("mb-3 border-l-4", EDGES[kind])}>
      <CardHeader
        id="seen-before"
        title={
          <span className="inline-flex items-center gap-1.5">
            <Icon aria-hidden className={cn("size-4", kind === "regression" ? "text-danger" : "text-muted")} />
            Seen before
          </span>
        }
        hint={shown.length < total ? `${shown.length} of ${total}` : total === 1 ? "once" : `all ${total}`}
      />
      <div className="flex flex-col gap-1 px-3 pt-2.5 pb-1">
        <p className={cn("text-sm font-medium text-pretty wrap-anywhere", kind === "regression" && "text-danger")}>
          {lead !== null && visibleText(lead)}
        </p>
        {pattern !== null && <p className="text-muted text-xs text-pretty">{pattern}</p>}
        {came}
      </div>
      <ol>
        {shown.map((past) => (
          <PastItem key={past.id} past={past} foreign={past.sourceId !== sourceId} timeZone={timeZone} />
        ))}
      </ol>
      {similar.length > FIRST && (
        <div className="border-line border-t px-3 py-1.5">
          <Button variant="ghost" size="sm" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? `Show the first ${FIRST}` : `Show ${similar.length - FIRST} more`}
          </Button>
        </div>
      )}
    </Card>
  );
}

function PastItem({ past, foreign, timeZone }: { past: PastIncident; foreign: boolean; timeZone: string }) {
  return (
    <li className="border-line grid grid-cols-1 gap-x-4 gap-y-1 border-b px-3 py-2 last:border-b-0 md:grid-cols-[15rem_minmax(0,1fr)]">
      <div className="text-xs">
        <PastLink id={past.id}>{formatMoment(past.startMs, timeZone)}</PastLink>
        <span className="text-muted block">{lastedWords(past)}</span>
        <span className="text-faint block wrap-anywhere">{visibleText(closedWords(past, timeZone))}</span>
      </div>
      <div className="flex min-w-0 flex-col gap-1 text-xs">
        <p className="text-pretty wrap-anywhere">
          <span className="mr-2 font-semibold">{past.causeTitle}</span>
          {past.sameFault && <Badge tone="accent">same fault</Badge>}
          {foreign && <Badge className="max-w-full truncate">in {visibleText(past.sourceName)}</Badge>}
        </p>
        <p className="text-faint text-pretty wrap-anywhere">{visibleText(likenessWords(past))}</p>
        <Helped past={past} timeZone={timeZone} />
      </div>
    </li>
  );
}

function Helped({ past, timeZone }: { past: PastIncident; timeZone: string }) {
  if (past.helped.length === 0) return <p className="text-faint">Nobody wrote down what helped.</p>;
  return (
    <div className="border-line-strong border-l-2 pl-2">
      <p className="text-faint text-2xs font-medium">What helped then</p>
      <ul className="flex flex-col gap-0.5">
        {past.helped.map((help) => (
          <li key={`${help.from}${help.atMs}${help.text}`} className="text-pretty wrap-anywhere">
            <span className="whitespace-pre-line">{visibleLines(help.text)}</span>{" "}
            <span className="text-faint text-2xs">({visibleText(helpWords(help, past, timeZone))})</span>
          </li>
        ))}
        {past.moreHelped > 0 && (
          <li className="text-faint">
            and {past.moreHelped} more {past.moreHelped === 1 ? "step" : "steps"}
          </li>
        )}
      </ul>
    </div>
  );
}

function PastLink({ id, children }: { id: string; children: string }) {
  return (
    <Link
      href={`/incidents/${encodeURIComponent(id)}`}
      className="text-accent font-medium underline-offset-2 hover:underline"
    >
      {children}
    </Link>
  );
}
