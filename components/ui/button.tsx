import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn";

/*
 * <Button variant="primary|secondary|ghost|danger|link" size="sm|md" busy asChild>…</Button>
 * secondary is the default. `busy` disables and dims it and sets aria-busy. `asChild` hands the look to a <Link>.
 * Height 28 (sm) or 32 (md); on touch screens never under 36.
 */
export const buttonVariants = cva(
  "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap transition-colors duration-100 select-none disabled:pointer-events-none disabled:opacity-50 aria-disabled:pointer-events-none aria-disabled:opacity-50 pointer-coarse:min-h-9 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "border-transparent bg-accent text-accent-ink hover:bg-accent-hover",
        secondary: "border-line-strong bg-surface text-ink hover:bg-hover",
        ghost: "border-transparent bg-transparent text-muted hover:bg-hover hover:text-ink",
        danger: "border-transparent bg-danger-solid text-[#fff] hover:brightness-110",
        link: "border-transparent bg-transparent px-0! text-accent underline-offset-2 hover:underline",
      },
      size: { sm: "h-7 px-2 text-xs", md: "h-8 px-3 text-sm" },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

export interface ButtonProps extends ComponentProps<"button">, VariantProps<typeof buttonVariants> {
  asChild?: boolean;
  busy?: boolean;
}

export function Button({ className, variant, size, asChild, busy, disabled, type, ...props }: ButtonProps) {
  if (asChild) return <Slot.Root className={cn(buttonVariants({ variant, size }), className)} {...props} />;
  return (
    <button
      type={type ?? "button"}
      className={cn(buttonVariants({ variant, size }), className)}
      disabled={disabled === true || busy === true}
      aria-busy={busy === true ? true : undefined}
      {...props}
    />
  );
}
