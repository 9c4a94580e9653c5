"use client";

import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { IconButton } from "./icon-button";

/*
 * <Dialog open={open} onOpenChange={setOpen} title="…" description="…" footer={<Button>…</Button>} width="sm|md|lg" trigger={<Button/>}>…</Dialog>
 * Focus is held inside and returned; Esc and the scrim close it. The body scrolls, title and footer stay.
 */
const WIDTHS = { sm: "max-w-md", md: "max-w-2xl", lg: "max-w-5xl" } as const;

export interface DialogProps {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  trigger?: ReactNode;
  title: ReactNode;
  description?: ReactNode;
  footer?: ReactNode;
  width?: keyof typeof WIDTHS;
  children?: ReactNode;
}

export function Dialog({
  open,
  onOpenChange,
  trigger,
  title,
  description,
  footer,
  width = "md",
  children,
}: DialogProps) {
  return (
    <Primitive.Root {...(open === undefined ? {} : { open })} {...(onOpenChange === undefined ? {} : { onOpenChange })}>
      {trigger !== undefined && <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>}
      <Primitive.Portal>
        <Primitive.Overlay className="animate-fade bg-scrim fixed inset-0 z-40" />
        <Primitive.Content
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          className={cn(
            "animate-pop border-line-strong bg-surface shadow-pop fixed inset-x-4 top-[max(1rem,10vh)] z-40 mx-auto flex max-h-[80vh] flex-col rounded-lg border",
            WIDTHS[width],
          )}
        >
          <header className="border-line flex items-start gap-3 border-b py-2 pr-12 pl-4">
            <div className="min-w-0 flex-1 py-1">
              <Primitive.Title className="text-base font-semibold wrap-anywhere">{title}</Primitive.Title>
              {description !== undefined && (
                <Primitive.Description className="text-muted mt-0.5 text-sm text-pretty wrap-anywhere">
                  {description}
                </Primitive.Description>
              )}
            </div>
          </header>
          {children !== undefined && <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>}
          {footer !== undefined && (
            <footer className="border-line flex flex-wrap justify-end gap-2 border-t px-4 py-3">{footer}</footer>
          )}
          {/* Last in order, so that focus begins at what the panel is about. */}
          <Primitive.Close asChild>
            <IconButton label="Close" tooltip={false} icon={<X />} className="absolute top-2 right-2" />
          </Primitive.Close>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
