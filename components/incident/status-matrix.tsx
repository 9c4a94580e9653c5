import { formatCount } from "@/components/charts/format-values";
import { cn } from "@/components/ui/cn";
import { StatusCode } from "@/components/ui/status-code";
import { Table, TableRegion, Td, Th, Tr } from "@/components/ui/table";
import type { MatrixCell, ReconciliationView } from "./prepare-reconciliation";

/** The deepest shade that keeps text at 4.5:1 in either theme, in per cent of the colour. */
const DEEPEST = 34;

/** Requests by their status at the edge (rows) and at the origin (columns); shaded by their number. */
export function StatusMatrix({ view }: { view: ReconciliationView }) {
  return (
    <TableRegion label="Requests by status at the edge and at the origin">
      <Table>
        <caption className="sr-only">
          Requests during the incident{view.hasBaseline ? ", and in the baseline," : ""} by status at the edge and at
          the origin
        </caption>
        <thead>
          <tr>
            <Th rowSpan={2} className="align-bottom">
              At the edge
            </Th>
            <Th colSpan={view.columns.length} scope="colgroup" className="border-b-0 text-center">
              At the origin
            </Th>
          </tr>
          <tr>
            {view.columns.map((status) => (
              <Th key={String(status)} numeric className="min-w-16">
                <Status status={status} />
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {view.rows.map((row) => (
            <Tr key={String(row.status)}>
              <th scope="row" className="py-1 pr-2 pl-3 font-normal whitespace-nowrap">
                <Status status={row.status} />
              </th>
              {row.cells.map((cell) => (
                <Count key={cell.key} cell={cell} />
              ))}
            </Tr>
          ))}
        </tbody>
      </Table>
    </TableRegion>
  );
}

function Status({ status }: { status: string | null }) {
  if (status === null) return <span className="text-muted italic">no line</span>;
  const code = Number(status);
  if (Number.isInteger(code)) return <StatusCode status={code} />;
  return <span className="text-muted font-mono">{status === "none" ? "no status" : status}</span>;
}

function Count({ cell }: { cell: MatrixCell }) {
  const color = cell.isFailure ? "var(--danger)" : "var(--chart-axis)";
  const depth = cell.during === 0 ? 0 : 4 + cell.heat * (DEEPEST - 4) * (cell.isFailure ? 1 : 0.5);
  const stands = cell.isFailure && cell.during > 0;
  return (
    <Td
      numeric
      className="tabular-nums"
      style={{ backgroundColor: `color-mix(in srgb, ${color} ${depth.toFixed(1)}%, transparent)` }}
    >
      <span className={cn("block", cell.during === 0 ? "text-faint" : "text-ink", stands && "font-semibold")}>
        {cell.during === 0 ? <Nothing /> : formatCount(cell.during)}
      </span>
      {cell.before > 0 && <span className="text-muted text-2xs block">{formatCount(cell.before)} before</span>}
    </Td>
  );
}

/** A dash reads calmer than a table of noughts; who listens to it hears the number. */
function Nothing() {
  return (
    <>
      <span aria-hidden>–</span>
      <span className="sr-only">0</span>
    </>
  );
}
