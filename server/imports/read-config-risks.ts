import { createHash } from "node:crypto";
import type { SourceRisks } from "@/core/contract/config-risks";
import { formatById } from "@/core/formats/format-registry";
import { lintBesideLogs } from "@/core/lint/lint-beside-logs";
import type { LintResult } from "@/core/lint/lint-configs";
import { listSources } from "@/server/store/list-sources";
import type { Sql } from "@/server/store/open-store";
import { readConfigs } from "@/server/store/read-configs";
import { readFormats } from "@/server/store/read-formats";
import { readReports } from "@/server/store/read-reports";

/** Incidents that risks are compared with; older ones were another configuration's. */
const MOST_INCIDENTS = 50;
/** Sources whose answers are kept, so that asking again costs nothing: a generated configuration of some MB takes seconds to look through. */
const MOST_KEPT = 20;

const kept = new Map<string, { key: string; result: LintResult }>();

/** Risks in the configurations of one source, or of each that has any; what their logs show beside. */
export async function readConfigRisks(sql: Sql, sourceId: string | undefined): Promise<SourceRisks[]> {
  const sources = (await listSources(sql)).filter(({ id }) => sourceId === undefined || id === sourceId);
  const found: SourceRisks[] = [];
  for (const { id, name } of sources) {
    const files = await readConfigs(sql, id);
    if (files.length === 0) continue;
    const incidents = await readReports(sql, id, MOST_INCIDENTS);
    const logProducts = (await readFormats(sql, id)).flatMap((format) => formatById(format)?.product ?? []);
    const key = createHash("sha256")
      .update(JSON.stringify([files, incidents, logProducts]))
      .digest("base64");
    const known = kept.get(id);
    const result = known?.key === key ? known.result : lintBesideLogs(files, { logProducts, incidents });
    kept.delete(id);
    kept.set(id, { key, result });
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    found.push({ sourceId: id, sourceName: name, ...result });
  }
  return found;
}
