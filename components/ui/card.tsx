import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

/*
 * <Card><CardHeader title="Upstreams" hint="8 of 41" actions={…} /><CardBody>…</CardBody></Card>
 * A hairline-bordered surface. `title` renders as h2 (`as="h3"` inside another section). Pass `flush` to CardBody for tables.
 */
export function Card({ className, ...props }: ComponentProps<"section">) {
  return <section className={cn("border-line bg-surface min-w-0 rounded-lg border", className)} {...props} />;
}

export function CardHeader({
  title,
  hint,
  actions,
  as: Heading = "h2",
  id,
  className,
}: {
  title: ReactNode;
  hint?: ReactNode;
  actions?: ReactNode;
  as?: "h2" | "h3";
  id?: string;
  className?: string;
}) {
  return (
    <div
      className={cn("border-line flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-1.5", className)}
    >
      <Heading id={id} className="text-ink text-sm font-semibold">
        {title}
      </Heading>
      {hint !== undefined && <span className="text-faint min-w-0 text-xs">{hint}</span>}
      {actions !== undefined && <div className="ml-auto flex items-center gap-1">{actions}</div>}
    </div>
  );
}

export function CardBody({ flush = false, className, ...props }: ComponentProps<"div"> & { flush?: boolean }) {
  return <div className={cn(!flush && "p-3", className)} {...props} />;
}
