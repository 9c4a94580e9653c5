"use client";

import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";
import { Tooltip } from "./tooltip";

/*
 * <IconButton label="Delete" icon={<Trash2 />} onClick={…} size="sm|md" active shortcut="t" />
 * A square button of one icon; `label` is its accessible name and its tooltip. `active` shows it as pressed (aria-pressed).
 */
export interface IconButtonProps extends Omit<ComponentProps<"button">, "children"> {
  label: string;
  icon: ReactNode;
  size?: "sm" | "md";
  active?: boolean;
  shortcut?: string;
  /** Set where the trigger of a menu or popover must not show a tooltip over its own content. */
  tooltip?: boolean;
}

export function IconButton({
  label,
  icon,
  size = "md",
  active,
  shortcut,
  tooltip = true,
  className,
  type,
  ...props
}: IconButtonProps) {
  const button = (
    <button
      type={type ?? "button"}
      aria-label={label}
      aria-pressed={active}
      className={cn(
        "text-muted hover:bg-hover hover:text-ink inline-flex shrink-0 items-center justify-center rounded-md transition-colors duration-100 disabled:pointer-events-none disabled:opacity-40 pointer-coarse:size-9",
        size === "sm" ? "size-7 [&_svg]:size-3.5" : "size-8 [&_svg]:size-4",
        active === true && "bg-hover text-ink",
        className,
      )}
      {...props}
    >
      {icon}
    </button>
  );
  if (!tooltip) return button;
  return (
    <Tooltip content={label} {...(shortcut === undefined ? {} : { shortcut })}>
      {button}
    </Tooltip>
  );
}
