"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useAuthor } from "@/components/checklist/use-author";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import type { ChecklistStep } from "@/core/contract/incidents";
import type { Closing } from "@/core/contract/past-incidents";
import { addHelp, offeredHelp } from "./offered-help";
import { useUpdateIncident } from "./queries";

const FORM = "closing-form";

/** Closes an incident with what helped, or, once it is closed, puts that right. */
export function ClosingDialog({
  incidentId,
  closing,
  checklist,
  open,
  onOpenChange,
}: {
  incidentId: string;
  closing: Closing;
  checklist: readonly ChecklistStep[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const update = useUpdateIncident(incidentId);
  const closed = closing.state === "closed";
  const save = (note: string, author: string) =>
    update.mutate(
      { state: "closed", note, author },
      { onSuccess: () => onOpenChange(false), onError: (failure) => toast.error(failure.message) },
    );
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={closed ? "What helped" : "Close this incident"}
      description="What helped is shown to whoever meets this fault again. If it comes back, it is marked as a regression."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="primary" type="submit" form={FORM} busy={update.isPending}>
            {closed ? "Save" : "Close incident"}
          </Button>
        </>
      }
    >
      <ClosingForm note={closing.note} checklist={checklist} onSave={save} />
    </Dialog>
  );
}

/** Lives only while the dialog is open, so that it begins with what is kept. */
function ClosingForm({
  note: kept,
  checklist,
  onSave,
}: {
  note: string;
  checklist: readonly ChecklistStep[];
  onSave: (note: string, author: string) => void;
}) {
  const [note, setNote] = useState(kept);
  const [author, setAuthor] = useAuthor();
  const offers = offeredHelp(checklist);
  return (
    <form
      id={FORM}
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onSave(note, author.trim());
      }}
    >
      <Field label="What helped" htmlFor="closing-note" hint="Left empty, it says that nobody wrote down what helped.">
        <Textarea
          id="closing-note"
          rows={4}
          maxLength={4000}
          value={note}
          placeholder="Restarted app-2, raised pm.max_children"
          onChange={(event) => setNote(event.target.value)}
        />
      </Field>
      {offers.length > 0 && (
        <div className="flex flex-col gap-1">
          <p id="closing-offers" className="text-faint text-2xs font-medium">
            Steps that were done
          </p>
          <ul aria-labelledby="closing-offers" className="flex flex-col items-start gap-1">
            {offers.map((offer) => (
              <li key={offer} className="max-w-full">
                <Button
                  size="sm"
                  className="h-auto max-w-full py-1 text-left whitespace-normal"
                  disabled={note.includes(offer)}
                  onClick={() => setNote(addHelp(note, offer))}
                >
                  <Plus aria-hidden />
                  <span className="min-w-0 wrap-anywhere">{offer}</span>
                </Button>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Field label="You are" htmlFor="closing-author" className="max-w-60">
        <Input
          id="closing-author"
          value={author}
          maxLength={120}
          placeholder="operator"
          onChange={(event) => setAuthor(event.target.value)}
        />
      </Field>
    </form>
  );
}
