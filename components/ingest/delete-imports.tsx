"use client";

import { Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useSource } from "@/components/shell/use-source";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import type { Import } from "@/core/contract/imports";
import { deletionSentence } from "./prepare-imports";
import { useDeleteImports } from "./queries";

/** Deletes one import, or all of a source, after saying what will be taken out. */
export function DeleteImports({
  imports,
  label,
  wholeSource = false,
}: {
  imports: readonly Import[];
  label: string;
  /** Nothing of the source remains: the pages must not go on asking for it. */
  wholeSource?: boolean;
}) {
  const [open, setOpen] = useState(false);
  const [source, setSource] = useSource();
  const remove = useDeleteImports();
  const confirm = () =>
    remove.mutate(
      imports.map(({ id }) => id),
      {
        onSuccess: () => {
          setOpen(false);
          if (wholeSource && imports[0]?.sourceId === source) void setSource(null);
        },
        onError: (failure) => toast.error(failure.message),
      },
    );
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      width="sm"
      trigger={<IconButton size="sm" label={label} icon={<Trash2 />} />}
      title={imports.length === 1 ? "Delete this import?" : `Delete ${imports.length} imports?`}
      description={deletionSentence(imports)}
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Keep</Button>
          <Button variant="danger" busy={remove.isPending} onClick={confirm}>
            Delete
          </Button>
        </>
      }
    />
  );
}
