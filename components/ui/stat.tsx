import type { ReactNode } from "react";
import { cn } from "./cn";

/*
 * <StatGroup><Stat label="Failed" value="1,204" hint="of 88,300" tone="danger" /></StatGroup>
 * A few figures side by side with hairlines between; renders a dl. `size="sm"` for figures inside a card row.
 */
export function StatGroup({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <dl
      className={cn(
        "border-line bg-surface grid grid-cols-2 overflow-hidden rounded-lg border sm:grid-cols-[repeat(auto-fit,minmax(120px,1fr))]",
        className,
      )}
    >
      {children}
    </dl>
  );
}

const TONES = { neutral: "text-ink", danger: "text-danger", warn: "text-warn", ok: "text-ok" } as const;

export function Stat({
  label,
  value,
  hint,
  tone = "neutral",
  size = "md",
  className,
}: {
  label: ReactNode;
  value: ReactNode;
  hint?: ReactNode;
  tone?: keyof typeof TONES;
  size?: "sm" | "md";
  className?: string;
}) {
  return (
    <div className={cn("border-line -mr-px -mb-px min-w-0 border-r border-b px-3 py-2", className)}>
      <dt className="text-faint text-2xs truncate font-medium">{label}</dt>
      <dd className={cn("truncate font-semibold", size === "md" ? "text-xl" : "text-sm", TONES[tone])}>{value}</dd>
      {hint !== undefined && <dd className="text-faint text-2xs text-pretty">{hint}</dd>}
    </div>
  );
}
