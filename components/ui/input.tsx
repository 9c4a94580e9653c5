import type { ComponentProps } from "react";
import { cn } from "./cn";

/*
 * <Input …/> and <Textarea …/> (components/ui/textarea): native elements with the kit's look. `mono` for log formats and commands,
 * `invalid` paints the border and sets aria-invalid; put the sentence into <Field problem="…">.
 */
export const fieldClass =
  "w-full min-w-0 rounded-md border border-control bg-surface text-ink transition-colors duration-100 disabled:opacity-60 aria-invalid:border-danger";

export function Input({
  mono = false,
  invalid = false,
  size = "md",
  className,
  ...props
}: Omit<ComponentProps<"input">, "size"> & { mono?: boolean; invalid?: boolean; size?: "sm" | "md" }) {
  return (
    <input
      aria-invalid={invalid ? true : undefined}
      autoComplete="off"
      spellCheck={false}
      className={cn(
        fieldClass,
        "pointer-coarse:min-h-9",
        size === "sm" ? "h-7 px-2 text-xs" : "h-8 px-2.5 text-sm",
        mono && "font-mono text-xs",
        className,
      )}
      {...props}
    />
  );
}
