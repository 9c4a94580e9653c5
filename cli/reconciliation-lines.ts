import type pc from "picocolors";
import type { Reconciliation } from "@/core/contract/report";
import { safeText, wrapped } from "./terminal-text";

/** Rows of statuses shown; the JSON has them all. */
const MAX_ROWS = 8;

/** Edge against origin as a small table: a row for each pair of statuses, the errors first. */
export function reconciliationLines(
  { sentence, clock, notes, statuses }: Reconciliation,
  colors: ReturnType<typeof pc.createColors>,
  width: number,
): string[] {
  const lines = [
    `  ${colors.bold("Edge against origin")}`,
    ...wrapped(sentence, width - 4).map((line) => `    ${line}`),
  ];
  const shown = statuses.slice(0, MAX_ROWS);
  if (shown.length > 0) {
    const hasBaseline = shown.some(({ before }) => before > 0);
    const cells = [
      ["edge", "origin", "incident", ...(hasBaseline ? ["baseline"] : [])],
      ...shown.map(({ edge, origin, during, before }) => [
        ...[edge ?? "no line", origin ?? "no line", during.toLocaleString("en-US")],
        ...(hasBaseline ? [before.toLocaleString("en-US")] : []),
      ]),
    ];
    for (const [at, row] of cells.entries()) {
      const text = row.map((cell, column) => (column < 2 ? safeText(cell).padEnd(9) : cell.padStart(10))).join("");
      lines.push(`    ${at === 0 || shown[at - 1]?.during === 0 ? colors.dim(text) : text}`);
    }
    if (statuses.length > shown.length) lines.push(colors.dim(`    ${statuses.length - shown.length} more (--json)`));
  }
  for (const note of [...(clock ? [clock.sentence] : []), ...notes])
    lines.push(...wrapped(note, width - 4).map((line) => `    ${colors.dim(line)}`));
  return lines;
}
