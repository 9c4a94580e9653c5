"use client";

import { Check, ChevronDown, CircleDashed, LoaderCircle, Minus, X } from "lucide-react";
import { useState } from "react";
import { formatMoment } from "@/components/charts/time-axis";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Textarea } from "@/components/ui/textarea";
import type { ChecklistStep, StepState, StepUpdate } from "@/core/contract/incidents";
import { isSettled, STEP_STATES, stepStateLabel } from "./step-states";

const MARKS: Record<StepState, { icon: typeof Check; className: string }> = {
  todo: { icon: CircleDashed, className: "text-faint" },
  doing: { icon: LoaderCircle, className: "text-accent" },
  done: { icon: Check, className: "text-ok" },
  failed: { icon: X, className: "text-danger" },
  skipped: { icon: Minus, className: "text-faint" },
};
const KINDS = { check: "check", fix: "fix", prevent: "so it stays away" } as const;

/** One step: a line with its tick, and on demand the why, the commands, what to expect, state, note and history. */
export function StepItem({
  step,
  number,
  open,
  timeZone,
  onToggle,
  onChange,
}: {
  step: ChecklistStep;
  number: number;
  open: boolean;
  timeZone: string;
  onToggle: () => void;
  onChange: (update: StepUpdate) => void;
}) {
  const mark = MARKS[step.state];
  const Icon = mark.icon;
  return (
    <li className="border-line border-b last:border-b-0">
      <div className="flex items-start gap-1 pr-2 pl-1">
        <button
          type="button"
          role="checkbox"
          aria-checked={step.state === "done"}
          aria-label={`Done: ${step.title}`}
          title={step.state === "done" ? "Done; click to reopen" : `${stepStateLabel(step.state)}; click when done`}
          onClick={() => onChange({ state: step.state === "done" ? "todo" : "done" })}
          className="hover:bg-hover my-1 flex size-8 shrink-0 items-center justify-center rounded-md"
        >
          <Icon aria-hidden className={cn("size-4", mark.className)} />
        </button>
        <h3 className="min-w-0 grow">
          <button
            type="button"
            aria-expanded={open}
            onClick={onToggle}
            className="flex min-h-10 w-full items-center gap-2 py-2 text-left focus-visible:-outline-offset-2"
          >
            <span className="text-faint shrink-0 text-xs">{number}</span>
            <span
              className={cn(
                "min-w-0 grow text-sm font-medium text-pretty wrap-anywhere",
                isSettled(step) && "text-muted",
              )}
            >
              {step.title}
            </span>
            {step.note !== "" && <Badge>note</Badge>}
            <Badge tone={step.kind === "fix" ? "accent" : "neutral"}>{KINDS[step.kind]}</Badge>
            <ChevronDown
              aria-hidden
              className={cn("text-faint size-4 shrink-0 transition-transform", open && "rotate-180")}
            />
          </button>
        </h3>
      </div>
      {open && <StepBody step={step} timeZone={timeZone} onChange={onChange} />}
    </li>
  );
}

function StepBody({
  step,
  timeZone,
  onChange,
}: {
  step: ChecklistStep;
  timeZone: string;
  onChange: (update: StepUpdate) => void;
}) {
  const [note, setNote] = useState(step.note);
  const noteId = `note-${step.id}`;
  return (
    <div className="flex flex-col gap-3 pr-3 pb-3 pl-11 text-xs">
      <p className="text-muted text-pretty wrap-anywhere">{step.why}</p>
      {step.commands.map((command) => (
        <CodeBlock key={command} code={command} label="Command" wrap />
      ))}
      <p className="text-pretty wrap-anywhere">
        <span className="text-faint">Expect: </span>
        {step.verify}
      </p>
      <div className="scroll-x">
        <SegmentedControl
          label={`State of: ${step.title}`}
          value={step.state}
          onChange={(state) => onChange({ state })}
          options={STEP_STATES}
        />
      </div>
      <Field label="Note" htmlFor={noteId}>
        <Textarea
          id={noteId}
          rows={2}
          maxLength={4000}
          value={note}
          placeholder="What you saw, what you changed"
          onChange={(event) => setNote(event.target.value)}
        />
      </Field>
      {note !== step.note && (
        <Button size="sm" variant="primary" className="self-start" onClick={() => onChange({ note })}>
          Save the note
        </Button>
      )}
      {step.history.length > 0 && (
        <details>
          <summary className="text-faint hover:text-ink">
            {step.history.length === 1 ? "1 change" : `${step.history.length} changes`}
          </summary>
          <ol className="text-muted flex flex-col gap-1 pt-1">
            {step.history.map((change) => (
              <li key={`${change.atMs}${change.to}${change.note}`} className="wrap-anywhere">
                {formatMoment(change.atMs, timeZone, "second")}, {change.author}:{" "}
                {change.from === change.to ? "note" : `${stepStateLabel(change.from)} → ${stepStateLabel(change.to)}`}
                {change.note === "" ? "" : ` “${change.note}”`}
              </li>
            ))}
          </ol>
        </details>
      )}
    </div>
  );
}
