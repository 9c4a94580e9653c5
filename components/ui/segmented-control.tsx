"use client";

import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";

/*
 * <SegmentedControl label="Scale" value="count" onChange={set} options={[{ value: "count", label: "Count" }, …]} size="sm|md" />
 * One of a few; always exactly one is on (pressing it again changes nothing). Give an `ariaLabel` where the label is an icon.
 */
export interface Segment<Value extends string> {
  value: Value;
  label: ReactNode;
  ariaLabel?: string;
  disabled?: boolean;
}

export function SegmentedControl<Value extends string>({
  label,
  value,
  onChange,
  options,
  size = "sm",
  className,
}: {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly Segment<Value>[];
  size?: "sm" | "md";
  className?: string;
}) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen !== undefined) onChange(chosen.value);
      }}
      className={cn("border-line-strong bg-sunken inline-flex shrink-0 rounded-md border p-px", className)}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          aria-label={option.ariaLabel}
          {...(option.disabled === undefined ? {} : { disabled: option.disabled })}
          className={cn(
            "text-muted hover:text-ink data-[state=on]:bg-surface data-[state=on]:text-ink data-[state=on]:ring-line-strong inline-flex items-center justify-center gap-1 rounded-sm px-2 text-xs font-medium whitespace-nowrap transition-colors duration-100 disabled:opacity-40 data-[state=on]:ring-1 pointer-coarse:h-8 [&_svg]:size-3.5",
            size === "sm" ? "h-6" : "h-7",
          )}
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
