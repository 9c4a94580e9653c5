"use client";

import { CircleCheck, CircleDot } from "lucide-react";
import { formatMoment } from "@/components/charts/time-axis";
import { Button } from "@/components/ui/button";
import { visibleLines, visibleText } from "@/components/ui/visible-text";
import type { Closing } from "@/core/contract/past-incidents";

/** Who closed the incident, when, and with what; its every change. Nothing for one that nobody has closed yet. */
export function ClosingStrip({
  closing,
  endMs,
  timeZone,
  onEdit,
}: {
  closing: Closing;
  /** End of the incident in its logs, UTC epoch ms. */
  endMs: number;
  timeZone: string;
  onEdit: () => void;
}) {
  const { closedMs, closedBy, note, history } = closing;
  const last = history.at(-1);
  if (last === undefined) return null;
  const closed = closedMs !== null;
  const Icon = closed ? CircleCheck : CircleDot;
  return (
    <section
      aria-label="Closing"
      className="border-line bg-surface mb-3 flex flex-wrap items-start gap-x-3 gap-y-1 rounded-lg border px-3 py-2 text-xs"
    >
      <Icon aria-hidden className={closed ? "text-ok mt-0.5 size-4 shrink-0" : "text-muted mt-0.5 size-4 shrink-0"} />
      <div className="flex min-w-0 grow basis-60 flex-col gap-0.5">
        <p className="text-sm font-medium wrap-anywhere">
          {closed
            ? `Closed by ${visibleText(closedBy ?? "operator")}, ${formatMoment(closedMs, timeZone)}`
            : `Opened again by ${visibleText(last.author)}, ${formatMoment(last.atMs, timeZone)}`}
        </p>
        {closed && endMs > closedMs && (
          <p className="text-warn font-medium">
            It went on failing after that, until {formatMoment(endMs, timeZone)} in these logs.
          </p>
        )}
        <p className="wrap-anywhere whitespace-pre-line">
          {note === "" ? (
            <span className="text-faint">Nobody wrote down what helped.</span>
          ) : (
            <>
              <span className="text-faint">{closed ? "What helped: " : "What was thought to help: "}</span>
              {visibleLines(note)}
            </>
          )}
        </p>
        <details>
          <summary className="text-faint hover:text-ink w-fit py-0.5">
            {history.length === 1 ? "1 change" : `${history.length} changes`}
          </summary>
          <ol className="text-muted flex flex-col gap-1 pt-1">
            {history.map((change) => (
              <li key={`${change.atMs}${change.to}${change.note}`} className="wrap-anywhere">
                {formatMoment(change.atMs, timeZone, "second")}, {visibleText(change.author)}:{" "}
                {change.from === change.to ? "note" : change.to === "closed" ? "closed" : "opened again"}
                {change.note === "" ? "" : ` “${visibleText(change.note.replaceAll("\n", " "))}”`}
              </li>
            ))}
          </ol>
        </details>
      </div>
      {closed && (
        <Button size="sm" variant="ghost" onClick={onEdit}>
          {note === "" ? "Say what helped" : "Change the note"}
        </Button>
      )}
    </section>
  );
}
