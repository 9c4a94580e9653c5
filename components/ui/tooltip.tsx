"use client";

import { Tooltip as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { Kbd } from "./kbd";

/*
 * <Tooltip content="…" shortcut="g t" side="top">{one focusable element}</Tooltip>
 * For a word or a sentence; anything to click or to read at leisure belongs in a Popover. Opens on focus as well.
 */
export function Tooltip({
  content,
  shortcut,
  side = "bottom",
  children,
}: {
  content: ReactNode;
  shortcut?: string;
  side?: "top" | "right" | "bottom" | "left";
  children: ReactNode;
}) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="animate-fade border-line-strong bg-surface text-ink shadow-pop z-50 flex max-w-72 items-center gap-2 rounded-md border px-2 py-1 text-xs text-pretty"
        >
          {content}
          {shortcut !== undefined && <Kbd>{shortcut}</Kbd>}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
