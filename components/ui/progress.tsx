import { cn } from "./cn";

/*
 * <Progress label="Reading access.log" value={0.42} tone="accent|danger|muted" size="sm|md" />
 * `value` is 0…1, or null where the length is unknown (a quiet pulse, no number).
 */
const TONES = { accent: "bg-accent", danger: "bg-danger", muted: "bg-control" } as const;

export function Progress({
  label,
  value,
  tone = "accent",
  size = "md",
  className,
}: {
  label: string;
  value: number | null;
  tone?: keyof typeof TONES;
  size?: "sm" | "md";
  className?: string;
}) {
  const percent = value === null ? null : Math.max(0, Math.min(100, value * 100));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent === null ? undefined : Math.round(percent)}
      className={cn("bg-line w-full overflow-hidden rounded-full", size === "sm" ? "h-1" : "h-1.5", className)}
    >
      <div
        className={cn(
          "h-full rounded-full transition-[width] duration-300",
          TONES[tone],
          percent === null && "animate-soft w-full opacity-60",
        )}
        style={percent === null ? undefined : { width: `${percent}%` }}
      />
    </div>
  );
}
