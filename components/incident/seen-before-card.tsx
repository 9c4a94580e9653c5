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

/** Of the same fault, shown before "show more": what helped the last time is most often in the first. */
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
      <p className="text-warn mb-2 text-sm font-medium text-pretty">
        {returned} <PastLink id={since.id}>Open it</PastLink>
      </p>
    ) : null;
  if (kind === "first") {
    return (
      <>
        {came}
        {lead !== null && <p className="text-faint mb-3 text-xs">{lead}</p>}
      </>
    );
  }
  const first = similar.filter(({ sameFault }) => sameFault).slice(0, FIRST);
  const shown = all ? similar : first;
  const hidden = similar.length - first.length;
  const Icon = kind === "regression" ? RotateCcw : History;
  return (
    <>
      {came}
      <Card aria-labelledby="seen-before" className={cn("mb-3 border-l-4", EDGES[kind])}>
        <CardHeader
          id="seen-before"
          title={
            <span className="inline-flex items-center gap-1.5">
              <Icon aria-hidden className={cn("size-4", kind === "regression" ? "text-danger" : "text-muted")} />
              {kind === "similar" ? "Something like it" : "Seen before"}
            </span>
          }
          hint={shown.length === 0 ? undefined : `${shown.length} of ${total}`}
          actions={
            hidden > 0 && (
              <Button variant="ghost" size="sm" aria-expanded={all} onClick={() => setAll(!all)}>
                {all
                  ? "Show less"
                  : first.length === 0
                    ? `Show ${hidden === 1 ? "it" : hidden}`
                    : `Show ${hidden} more`}
              </Button>
            )
          }
        />
        <div className="flex flex-col gap-1 px-3 py-2">
          <p className={cn("text-sm text-pretty wrap-anywhere", EMPHASIS[kind])}>
            {lead !== null && visibleText(lead)}
          </p>
          {pattern !== null && <p className="text-muted text-xs text-pretty">{pattern}</p>}
        </div>
        <ol className="border-line border-t empty:hidden">
          {shown.map((past) => (
            <PastItem key={past.id} past={past} foreign={past.sourceId !== sourceId} timeZone={timeZone} />
          ))}
        </ol>
      </Card>
    </>
  );
}

const EMPHASIS = { regression: "text-danger font-medium", recurring: "font-medium", similar: "" } as const;

function PastItem({ past, foreign, timeZone }: { past: PastIncident; foreign: boolean; timeZone: string }) {
  return (
    <li className="border-line grid grid-cols-1 gap-x-4 gap-y-1 border-b px-3 py-2 text-xs last:border-b-0 md:grid-cols-[17rem_minmax(0,1fr)]">
      <p className="wrap-anywhere">
        <PastLink id={past.id}>{formatMoment(past.startMs, timeZone)}</PastLink>
        <span className="text-muted block">
          {lastedWords(past)}, <span className="text-faint">{visibleText(closedWords(past, timeZone))}</span>
        </span>
      </p>
      <div className="flex min-w-0 flex-col gap-1">
        <p className="text-faint text-pretty wrap-anywhere">
          {!past.sameFault && <span className="text-ink mr-2 font-medium">{past.causeTitle}</span>}
          {foreign && <Badge className="mr-2 max-w-full truncate">in {visibleText(past.sourceName)}</Badge>}
          {visibleText(likenessWords(past))}
        </p>
        <Helped past={past} timeZone={timeZone} />
      </div>
    </li>
  );
}

function Helped({ past, timeZone }: { past: PastIncident; timeZone: string }) {
  if (past.helped.length === 0) return <p className="text-faint">Nobody wrote down what helped.</p>;
  return (
    <div className="border-ok border-l-2 pl-2">
      <p className="text-faint text-2xs font-medium">What helped then</p>
      <ul className="flex flex-col gap-0.5">
        {past.helped.map((help) => (
          <li key={`${help.from}${help.atMs}${help.text}`} className="text-pretty wrap-anywhere">
            <span className="font-medium whitespace-pre-line">{visibleLines(help.text)}</span>{" "}
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
