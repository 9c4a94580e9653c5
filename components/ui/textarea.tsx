import type { ComponentProps } from "react";
import { cn } from "./cn";
import { fieldClass } from "./input";

/* <Textarea mono rows={4} invalid />: see components/ui/input. */
export function Textarea({
  mono = false,
  invalid = false,
  className,
  ...props
}: ComponentProps<"textarea"> & { mono?: boolean; invalid?: boolean }) {
  return (
    <textarea
      aria-invalid={invalid ? true : undefined}
      spellCheck={false}
      className={cn(fieldClass, "min-h-16 px-2.5 py-1.5 text-sm", mono && "font-mono text-xs", className)}
      {...props}
    />
  );
}
