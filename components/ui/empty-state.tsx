import type { ReactNode } from "react";
import { cn } from "./cn";

/*
 * <EmptyState icon={<Inbox />} title="No incidents in this span" actions={<Button/>}>One sentence that says why, or what to do.</EmptyState>
 */
export function EmptyState({
  icon,
  title,
  actions,
  className,
  children,
}: {
  icon?: ReactNode;
  title: string;
  actions?: ReactNode;
  className?: string;
  children?: ReactNode;
}) {
  return (
    <div className={cn("flex flex-col items-center justify-center gap-1 px-4 py-10 text-center", className)}>
      {icon !== undefined && (
        <div aria-hidden className="text-faint mb-1 [&_svg]:size-5 [&_svg]:stroke-[1.5]">
          {icon}
        </div>
      )}
      <p className="text-ink text-sm font-medium">{title}</p>
      {children !== undefined && <p className="text-muted max-w-prose text-xs text-pretty">{children}</p>}
      {actions !== undefined && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
