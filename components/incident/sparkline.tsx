import { chartColors } from "@/components/charts/chart-colors";

const WIDTH = 96;
const HEIGHT = 20;

/** Failures over the incident and its surroundings, as bars without axes: its shape, not its numbers. */
export function Sparkline({ values }: { values: readonly number[] }) {
  const highest = Math.max(1, ...values);
  const step = WIDTH / Math.max(1, values.length);
  return (
    <svg aria-hidden viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} className="shrink-0">
      <line x1={0} x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke={chartColors.grid} />
      {values.map((value, index) => (
        <rect
          key={index}
          x={index * step}
          width={Math.max(1, step - 0.75)}
          y={HEIGHT - (value / highest) * (HEIGHT - 1)}
          height={(value / highest) * (HEIGHT - 1)}
          fill={chartColors.s502}
        />
      ))}
    </svg>
  );
}
