import { cn } from "./cn";

/*
 * <StatusCode status={502} />: an HTTP status in mono with a small square in its chart colour (gateway errors only).
 * null shows a dash.
 */
const marks = new Map([
  [502, ["bg-status-502", "text-status-502-ink"]],
  [503, ["bg-status-503", "text-status-503-ink"]],
  [504, ["bg-status-504", "text-status-504-ink"]],
  [499, ["bg-status-499", "text-status-499-ink"]],
]);

export function StatusCode({ status, className }: { status: number | null; className?: string }) {
  if (status === null) return <span className="text-faint">–</span>;
  const mark = marks.get(status) ?? (status >= 500 ? ["bg-status-other", "text-status-other-ink"] : null);
  return (
    <span
      className={cn(
        "inline-flex items-center gap-1.5 font-mono text-xs",
        mark?.[1] ?? "text-muted",
        mark && "font-semibold",
        className,
      )}
    >
      {mark && <span aria-hidden className={cn("size-2 rounded-[2px]", mark[0])} />}
      {status}
    </span>
  );
}
