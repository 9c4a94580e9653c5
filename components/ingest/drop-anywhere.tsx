"use client";

import { FileDown } from "lucide-react";
import type { ReactNode } from "react";
import { useDropzone } from "react-dropzone";
import { useAddFiles } from "./use-add-files";

/** Makes every page accept dropped files and folders; an overlay says so while they hover. */
export function DropAnywhere({ children }: { children: ReactNode }) {
  const addFiles = useAddFiles();
  const { getRootProps, isDragActive } = useDropzone({
    noClick: true,
    noKeyboard: true,
    noPaste: true,
    onDrop: (files) => addFiles(files),
  });
  // The zone is the page itself: no role or tab stop of its own.
  const { role: _role, tabIndex: _tabIndex, ...zone } = getRootProps();
  return (
    <div {...zone} className="min-h-dvh">
      {children}
      {isDragActive && (
        <div className="bg-canvas/85 animate-fade pointer-events-none fixed inset-0 z-50 p-3">
          <div className="border-accent text-ink flex h-full flex-col items-center justify-center gap-2 rounded-lg border-2 border-dashed">
            <FileDown aria-hidden className="text-accent size-8 stroke-[1.5]" />
            <p className="text-xl font-semibold">Drop to read these logs</p>
            <p className="text-muted text-sm">
              Files dropped together count as one system. Nothing leaves this machine.
            </p>
          </div>
        </div>
      )}
    </div>
  );
}
