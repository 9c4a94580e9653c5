"use client";

import { Check } from "lucide-react";
import { DropdownMenu as Primitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

/*
 * <Menu trigger={<IconButton tooltip={false} … />} align="end"><MenuItem icon={<Trash2 />} tone="danger" onSelect={…}>Delete</MenuItem>
 * <MenuChoice value={theme} onChange={setTheme} options={[…]} /></Menu>
 */
export function Menu({
  trigger,
  align = "end",
  children,
}: {
  trigger: ReactNode;
  align?: "start" | "end";
  children: ReactNode;
}) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="animate-pop border-line-strong bg-surface shadow-pop z-50 min-w-40 rounded-md border p-1"
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

const itemClass =
  "flex min-h-7 items-center gap-2 rounded-sm px-2 py-1 text-xs outline-none select-none data-highlighted:bg-hover data-disabled:opacity-50 pointer-coarse:min-h-9 [&_svg]:size-3.5";

export function MenuItem({
  icon,
  tone = "neutral",
  className,
  children,
  ...props
}: ComponentProps<typeof Primitive.Item> & { icon?: ReactNode; tone?: "neutral" | "danger" }) {
  return (
    <Primitive.Item className={cn(itemClass, tone === "danger" && "text-danger", className)} {...props}>
      {icon}
      {children}
    </Primitive.Item>
  );
}

export function MenuChoice({
  value,
  onChange,
  options,
}: {
  value: string;
  onChange: (value: string) => void;
  options: readonly { value: string; label: string; icon?: ReactNode }[];
}) {
  return (
    <Primitive.RadioGroup value={value} onValueChange={onChange}>
      {options.map((option) => (
        <Primitive.RadioItem key={option.value} value={option.value} className={itemClass}>
          {option.icon}
          {option.label}
          <Primitive.ItemIndicator className="text-accent ml-auto">
            <Check />
          </Primitive.ItemIndicator>
        </Primitive.RadioItem>
      ))}
    </Primitive.RadioGroup>
  );
}
