import { Check, History, RotateCcw } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { IncidentState, ReturnKind } from "@/core/contract/past-incidents";

/** What became of an incident, and whether it is an earlier one come back; nothing for one that is open and new. */
export function ReturnBadges({ state, returns }: { state: IncidentState; returns: ReturnKind }) {
  return (
    <>
      {returns === "regression" && (
        <Badge tone="danger" title="The same fault was closed before this began">
          <RotateCcw aria-hidden /> regression
        </Badge>
      )}
      {returns === "recurring" && (
        <Badge tone="warn" title="The same fault was here before">
          <History aria-hidden /> seen before
        </Badge>
      )}
      {state === "closed" && (
        <Badge tone="ok">
          <Check aria-hidden /> closed
        </Badge>
      )}
    </>
  );
}
