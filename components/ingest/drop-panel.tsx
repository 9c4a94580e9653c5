"use client";

import { ClipboardPaste, FolderOpen, Upload } from "lucide-react";
import { useRef, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { PasteDialog } from "./paste-dialog";
import { useAddFiles } from "./use-add-files";

/**
 * The visible place to drop files, with the picker, a folder picker and paste beside it. Dropping works on the whole page (DropAnywhere);
 * `compact` is one row for above a list. `children` stand under the buttons.
 */
export function DropPanel({ compact = false, children }: { compact?: boolean; children?: ReactNode }) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const addFiles = useAddFiles();
  const take = (input: HTMLInputElement) => {
    addFiles(Array.from(input.files ?? []));
    // So that the same file can be chosen again after a break.
    input.value = "";
  };
  return (
    <section
      aria-label="Add logs"
      className={cn(
        "border-line-strong bg-surface rounded-lg border border-dashed",
        compact
          ? "flex flex-wrap items-center gap-x-4 gap-y-3 p-3"
          : "flex flex-col items-center px-4 py-10 text-center sm:py-12",
      )}
    >
      <div className={cn(!compact && "mb-5 flex flex-col items-center", "min-w-0")}>
        {!compact && <Upload aria-hidden className="text-accent mb-3 size-6 stroke-[1.5]" />}
        <p className={cn("text-ink font-semibold", compact ? "text-sm" : "text-base")}>
          <span className="pointer-coarse:hidden">Drop logs anywhere on this page</span>
          <span className="hidden pointer-coarse:inline">Add logs</span>
        </p>
        <p className="text-muted text-xs text-pretty">
          Access logs, error logs and configurations of nginx, HAProxy, Apache, Envoy, load balancers and CDNs together;
          compressed, or as a zip or tar; any size. Nothing leaves this machine.
        </p>
      </div>
      <div className={cn("flex flex-wrap gap-2", compact ? "sm:ml-auto" : "justify-center")}>
        <Button variant="primary" onClick={() => files.current?.click()}>
          <Upload /> Choose files
        </Button>
        <Button onClick={() => folder.current?.click()}>
          <FolderOpen /> Folder
        </Button>
        <PasteDialog
          trigger={
            <Button>
              <ClipboardPaste /> Paste
            </Button>
          }
        />
      </div>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label="Log files"
        data-testid="file-input"
        onChange={(event) => take(event.currentTarget)}
      />
      <input
        ref={folder}
        type="file"
        multiple
        hidden
        aria-label="Folder of logs"
        {...{ webkitdirectory: "" }}
        onChange={(event) => take(event.currentTarget)}
      />
      {children}
    </section>
  );
}
