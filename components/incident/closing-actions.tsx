"use client";

import { Check, RotateCcw } from "lucide-react";
import { toast } from "sonner";
import { useAuthor } from "@/components/checklist/use-author";
import { Button } from "@/components/ui/button";
import type { Closing } from "@/core/contract/past-incidents";
import { useUpdateIncident } from "./queries";

/** Closes the incident, which asks what helped, or opens it again. */
export function ClosingActions({
  incidentId,
  closing,
  onClose,
}: {
  incidentId: string;
  closing: Closing;
  onClose: () => void;
}) {
  const [author] = useAuthor();
  const update = useUpdateIncident(incidentId);
  if (closing.state === "open") {
    return (
      <Button size="sm" onClick={onClose}>
        <Check /> Close incident
      </Button>
    );
  }
  return (
    <Button
      size="sm"
      busy={update.isPending}
      onClick={() =>
        update.mutate({ state: "open", author: author.trim() }, { onError: (failure) => toast.error(failure.message) })
      }
    >
      <RotateCcw /> Open again
    </Button>
  );
}
