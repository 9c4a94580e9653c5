import type { Sql } from "./open-store";
import { readImport } from "./list-imports";

/** Lines of an import that could not be read: how many, and the first thousand of them with the reason. */
export interface Rejected {
  fileName: string;
  rejected: number;
  samples: { line: number; reason: string; text: string }[];
}

/** Rejected lines of an import in the order of the file. */
export async function readRejected(sql: Sql, id: string): Promise<Rejected> {
  const record = await readImport(sql, id);
  const rows = await sql.rows(
    `SELECT "line", "reason", "text" FROM "RejectedSample" WHERE "importKey" = ? ORDER BY "line"`,
    record.key,
  );
  return {
    fileName: record.fileName,
    rejected: record.rejected,
    samples: rows.map((row) => ({
      line: Number(row["line"]),
      reason: String(row["reason"]),
      text: String(row["text"]),
    })),
  };
}

/** The same as a text to download: a line that says why, then the line as it was. */
export function rejectedAsText({ fileName, rejected, samples }: Rejected): string {
  const head = `# ${rejected} lines of ${fileName} could not be read; ${samples.length} of them follow, each after the reason.`;
  const lines = samples.map(({ line, reason, text }) => `# line ${line}: ${reason}\n${text}`);
  return `${[head, ...lines].join("\n")}\n`;
}
