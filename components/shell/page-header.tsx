import type { ReactNode } from "react";

/*
 * <PageHeader title="Incidents" hint="last 24 hours" actions={…}>: the page's one h1 with what belongs beside it.
 * `back` is a link shown above the title.
 */
export function PageHeader({
  title,
  hint,
  actions,
  back,
}: {
  title: ReactNode;
  hint?: ReactNode;
  actions?: ReactNode;
  back?: ReactNode;
}) {
  return (
    <div className="mb-3">
      {back !== undefined && <div className="text-muted text-xs">{back}</div>}
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="text-ink text-xl font-semibold tracking-tight wrap-anywhere">{title}</h1>
        {hint !== undefined && <p className="text-faint text-xs">{hint}</p>}
        {actions !== undefined && <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
    </div>
  );
}
