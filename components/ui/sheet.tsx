"use client";

import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import { useRef, type ReactNode } from "react";
import { IconButton } from "./icon-button";

/*
 * <Sheet open onOpenChange title="…" description="…" trigger={…}>…</Sheet>
 * A panel from the right edge, for detail beside the page (log lines behind a signal). Full width on phones.
 */
export function Sheet({
  open,
  onOpenChange,
  trigger,
  title,
  description,
  children,
}: {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  trigger?: ReactNode;
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
}) {
  const opener = useRef<Element | null>(null);
  return (
    <Primitive.Root {...(open === undefined ? {} : { open })} {...(onOpenChange === undefined ? {} : { onOpenChange })}>
      {trigger !== undefined && <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>}
      <Primitive.Portal>
        <Primitive.Overlay className="animate-fade bg-scrim fixed inset-0 z-40" />
        <Primitive.Content
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          onOpenAutoFocus={() => {
            opener.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            // Radix gives the focus back to a trigger alone; opened by state, the sheet has none.
            if (trigger !== undefined || !(opener.current instanceof HTMLElement)) return;
            event.preventDefault();
            opener.current.focus();
          }}
          className="animate-sheet border-line-strong bg-surface shadow-pop fixed inset-y-0 right-0 z-40 flex w-full max-w-3xl flex-col border-l"
        >
          <header className="border-line flex items-start gap-3 border-b py-2 pr-12 pl-4">
            <div className="min-w-0 flex-1 py-1">
              <Primitive.Title className="text-base font-semibold wrap-anywhere">{title}</Primitive.Title>
              {description !== undefined && (
                <Primitive.Description className="text-muted mt-0.5 text-xs wrap-anywhere">
                  {description}
                </Primitive.Description>
              )}
            </div>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
          {/* Last in order, so that focus begins at what the panel is about. */}
          <Primitive.Close asChild>
            <IconButton label="Close" tooltip={false} icon={<X />} className="absolute top-2 right-2" />
          </Primitive.Close>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
