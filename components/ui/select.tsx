"use client";

import { Check, ChevronDown } from "lucide-react";
import { Select as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";

/*
 * <Select label="Role" value={role} onChange={setRole} options={[{ value: "access", label: "Access log", hint: "98 %" }]} />
 * `label` is the accessible name; show a visible one beside it with <Field>. `size="sm"` is 28 px. Option values must not be empty.
 * `prefix` is a quiet word inside the control ("Source").
 */
export interface SelectOption {
  value: string;
  label: string;
  hint?: string;
  disabled?: boolean;
}

export function Select({
  label,
  value,
  onChange,
  options,
  placeholder,
  prefix,
  size = "md",
  disabled,
  id,
  className,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: readonly SelectOption[];
  placeholder?: string;
  prefix?: ReactNode;
  size?: "sm" | "md";
  disabled?: boolean;
  id?: string;
  className?: string;
}) {
  const chosen = options.find((option) => option.value === value);
  return (
    <Primitive.Root value={value} onValueChange={onChange} {...(disabled === undefined ? {} : { disabled })}>
      <Primitive.Trigger
        id={id}
        aria-label={label}
        className={cn(
          "border-line-strong bg-surface text-ink hover:bg-hover inline-flex min-w-0 items-center gap-1.5 rounded-md border transition-colors duration-100 disabled:opacity-50 pointer-coarse:min-h-9",
          size === "sm" ? "h-7 px-2 text-xs" : "h-8 px-2.5 text-sm",
          className,
        )}
      >
        {prefix !== undefined && <span className="text-faint shrink-0">{prefix}</span>}
        <span className="min-w-0 truncate">
          <Primitive.Value placeholder={placeholder}>{chosen?.label ?? placeholder}</Primitive.Value>
        </span>
        <Primitive.Icon className="text-faint ml-auto shrink-0">
          <ChevronDown className="size-3.5" />
        </Primitive.Icon>
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="animate-pop border-line-strong bg-surface shadow-pop z-50 max-h-(--radix-select-content-available-height) max-w-[min(28rem,calc(100vw-1rem))] min-w-(--radix-select-trigger-width) overflow-hidden rounded-md border"
        >
          <Primitive.Viewport className="p-1">
            {options.map((option) => (
              <Primitive.Item
                key={option.value}
                value={option.value}
                {...(option.disabled === undefined ? {} : { disabled: option.disabled })}
                className="data-highlighted:bg-hover flex min-h-7 items-center gap-2 rounded-sm py-1 pr-2 pl-6 text-xs outline-none data-disabled:opacity-50 pointer-coarse:min-h-9"
              >
                <Primitive.ItemIndicator className="text-accent absolute left-2">
                  <Check className="size-3.5" />
                </Primitive.ItemIndicator>
                <Primitive.ItemText>{option.label}</Primitive.ItemText>
                {option.hint !== undefined && <span className="text-faint ml-auto pl-3">{option.hint}</span>}
              </Primitive.Item>
            ))}
          </Primitive.Viewport>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
