import type { ReactNode } from "react";

/** All charts of the page share one frame, so that their time axes stand exactly under each other. */
export const Y_AXIS_WIDTH = 52;
export const CHART_MARGIN = { top: 14, right: 24, bottom: 0, left: 0 };

/** Heading of a chart: what it shows, in which unit and zone, with its legend at the right. */
export function ChartFrame({
  title,
  unit,
  legend,
  children,
}: {
  title: string;
  unit: string;
  legend?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section aria-label={title} className="px-3 pt-3 pb-2 sm:px-4">
      <div className="mb-1 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 className="text-sm font-semibold">
          {title} <span className="text-faint text-xs font-normal">{unit}</span>
        </h3>
        {legend}
      </div>
      {children}
    </section>
  );
}
