import type { ReactNode } from "react";

/** The one look of every chart's tooltip: a title with the time, rows of colour, label, value and share. */
export function TooltipBox({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="border-line-strong bg-surface shadow-pop max-w-80 rounded-md border px-2.5 py-2 text-xs">
      <p className="mb-1 font-medium tabular-nums">{title}</p>
      {children}
    </div>
  );
}

export function TooltipRow({
  color,
  label,
  value,
  note = "",
}: {
  color?: string;
  label: string;
  value: string;
  note?: string;
}) {
  return (
    <div className="flex items-center gap-2 leading-5">
      <span aria-hidden className="size-2 shrink-0 rounded-sm" style={{ backgroundColor: color ?? "transparent" }} />
      <span className="text-muted grow">{label}</span>
      <span className="tabular-nums">{value}</span>
      <span className="text-muted w-12 text-right tabular-nums">{note}</span>
    </div>
  );
}
