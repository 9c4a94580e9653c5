"use client";

import { toast } from "sonner";
import { useState, type ReactNode } from "react";
import { Card, CardHeader } from "@/components/ui/card";
import { Input } from "@/components/ui/input";
import { Progress } from "@/components/ui/progress";
import type { ChecklistStep, StepUpdate } from "@/core/contract/incidents";
import { useUpdateStep } from "./queries";
import { StepItem } from "./step-item";
import { currentStep, isSettled } from "./step-states";
import { useAuthor } from "./use-author";

/** What to do, best step first; every change is kept with its author and time. */
export function ChecklistCard({
  incidentId,
  steps,
  timeZone,
  whenSettled,
}: {
  incidentId: string;
  steps: readonly ChecklistStep[];
  timeZone: string;
  /** What comes next once nothing is left to do. */
  whenSettled?: ReactNode;
}) {
  const [author, setAuthor] = useAuthor();
  const [open, setOpen] = useState<string | null>(() => currentStep(steps));
  const update = useUpdateStep(incidentId);
  const settled = steps.filter(isSettled).length;
  const change = (stepId: string, next: StepUpdate) =>
    update.mutate(
      { stepId, update: { ...next, author: author.trim() === "" ? "operator" : author.trim() } },
      { onError: (error) => toast.error(error.message) },
    );
  return (
    <Card aria-labelledby="what-to-do">
      <CardHeader
        id="what-to-do"
        title="What to do"
        hint={`${settled} of ${steps.length} settled`}
        actions={
          <label className="flex items-center gap-1.5 text-xs">
            <span className="text-faint">You are</span>
            <Input
              size="sm"
              value={author}
              maxLength={120}
              placeholder="operator"
              onChange={(event) => setAuthor(event.target.value)}
              className="w-28"
            />
          </label>
        }
      />
      <Progress
        label="Steps settled"
        value={steps.length === 0 ? 0 : settled / steps.length}
        className="rounded-none"
      />
      <ol>
        {steps.map((step, index) => (
          <StepItem
            key={step.id}
            step={step}
            number={index + 1}
            open={open === step.id}
            timeZone={timeZone}
            onToggle={() => setOpen(open === step.id ? null : step.id)}
            onChange={(next) => change(step.id, next)}
          />
        ))}
      </ol>
      {settled === steps.length && whenSettled}
    </Card>
  );
}
