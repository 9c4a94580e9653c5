import { logLineSchema, type LogLine, type LogLines } from "@/core/contract/incidents";
import type { Incident } from "@/core/contract/report";
import type { Row, Sql } from "./open-store";
import { readReport } from "./read-report";
import { MINUTE_MS } from "./select-traffic";

const PAGE = 200;
/** Error-log lines just before the first failing answer belong to it: a connect timeout is logged when it ends. */
const BEFORE_MS = 2 * MINUTE_MS;
const AFTER_MS = MINUTE_MS;

/** What of an incident's lines is asked for. `samples` are `path:line` pairs of a signal; the other filters then do not count. */
export interface LinesQuery {
  q?: string | undefined;
  role?: "access" | "error" | "app-error" | undefined;
  cursor?: string | undefined;
  samples?: { path: string; line: number }[] | undefined;
}

const SELECT = `SELECT l."id" AS id, i."id" AS importId, i."fileName" AS file, l."line" AS line, l."atMs" AS atMs,
  CASE WHEN l."role" IN ('rescued', 'doubtful', 'claimed') THEN 'access' ELSE l."role" END AS role, l."status" AS status, l."text" AS text`;

/** Lines of requests that a gateway failed: those that say so, and those of which its messages do. */
const FAILED = `l."role" IN ('access', 'claimed')`;

/** The lines behind an incident, in the order of time, a page at a time. */
export async function readLines(sql: Sql, incidentId: string, query: LinesQuery): Promise<LogLines> {
  const { report, sourceId, startMs, endMs } = await readReport(sql, incidentId);
  if (query.samples) return sampleLines(sql, sourceId, query.samples, startMs, endMs);
  const { where, params } = conditions(report, sourceId, startMs, endMs);
  const search: string[] = [];
  const searched: unknown[] = [];
  if (query.role !== undefined) {
    search.push(query.role === "access" ? `AND ${FAILED}` : `AND l."role" = ?`);
    if (query.role !== "access") searched.push(query.role);
  }
  if (query.q !== undefined && query.q !== "") {
    search.push(`AND l."text" LIKE ? ESCAPE '\\'`);
    searched.push(`%${query.q.replace(/[\\%_]/g, "\\$&")}%`);
  }
  const [counts] = await sql.rows(`SELECT COUNT(*) AS total ${where} ${search.join(" ")}`, ...params, ...searched);
  const after = cursorOf(query.cursor);
  const rows = await sql.rows(
    `${SELECT} ${where} ${search.join(" ")} ${after ? `AND (l."atMs", l."id") > (?, ?)` : ""}
     ORDER BY l."atMs", l."id" LIMIT ${PAGE + 1}`,
    ...params,
    ...searched,
    ...(after ? [after.atMs, after.id] : []),
  );
  const page = rows.slice(0, PAGE);
  const last = page.at(-1);
  return {
    lines: page.map(logLine),
    total: Number(counts?.["total"] ?? 0),
    notKept: await notKept(sql, report, where, params),
    nextCursor: rows.length > PAGE && last ? `${last["atMs"]}:${last["id"]}` : null,
  };
}

/** Failing lines of the incident, and messages that name nothing outside of it. */
function conditions(
  report: Incident,
  sourceId: string,
  startMs: number,
  endMs: number,
): { where: string; params: unknown[] } {
  const wheres: string[] = [];
  const params: unknown[] = [startMs - BEFORE_MS, endMs + AFTER_MS, sourceId, startMs, endMs + MINUTE_MS];
  const lists: [column: string, values: string[]][] = [
    ["upstream", report.selection.upstreams],
    ["host", report.selection.hosts],
    ["route", report.selection.paths],
    ["clientIp", report.selection.clients],
  ];
  for (const [column, values] of lists) {
    if (values.length === 0) continue;
    // Messages often lack a field that the access line has; a line that does not say is not outside of the scope.
    const unlessSilent = `l."role" IN ('error', 'app-error') AND (l."${column}" IS NULL OR l."${column}" = '')`;
    wheres.push(`AND (l."${column}" IN (SELECT value FROM json_each(?)) OR ${unlessSilent})`);
    params.push(JSON.stringify(values));
  }
  const where = `FROM "Import" AS i JOIN "Line" AS l ON l."importKey" = i."key" AND l."atMs" >= ? AND l."atMs" <= ?
    WHERE i."sourceId" = ? AND i."deletedMs" IS NULL AND l."role" NOT IN ('rescued', 'doubtful')
      AND (NOT ${FAILED} OR (l."atMs" >= ? AND l."atMs" < ?)) ${wheres.join(" ")}`;
  return { where, params };
}

async function notKept(sql: Sql, report: Incident, where: string, params: unknown[]): Promise<number> {
  const [row] = await sql.rows(
    `SELECT COUNT(*) AS kept ${where} AND ${FAILED} AND i."tier" = ?`,
    ...params,
    report.tier,
  );
  return Math.max(0, report.failed - Number(row?.["kept"] ?? 0));
}

/** Files of one name may have been imported on many days: samples lie within this of their incident. */
const SAMPLES_WITHIN_MS = 24 * 60 * MINUTE_MS;

async function sampleLines(
  sql: Sql,
  sourceId: string,
  samples: { path: string; line: number }[],
  startMs: number,
  endMs: number,
): Promise<LogLines> {
  const rows = await sql.rows(
    `${SELECT} FROM json_each(?) AS s
     JOIN "Import" AS i ON i."sourceId" = ? AND i."deletedMs" IS NULL AND i."fileName" = s.value->>'path'
     JOIN "Line" AS l ON l."importKey" = i."key" AND l."line" = s.value->>'line' AND l."atMs" BETWEEN ? AND ?
     ORDER BY l."atMs", l."id" LIMIT ${PAGE}`,
    JSON.stringify(samples),
    sourceId,
    startMs - SAMPLES_WITHIN_MS,
    endMs + SAMPLES_WITHIN_MS,
  );
  return { lines: rows.map(logLine), total: rows.length, notKept: 0, nextCursor: null };
}

function logLine(row: Row): LogLine {
  return logLineSchema.parse(row);
}

function cursorOf(cursor: string | undefined): { atMs: number; id: number } | null {
  const match = cursor === undefined ? null : /^(\d{1,16}):(\d{1,16})$/.exec(cursor);
  return match ? { atMs: Number(match[1]), id: Number(match[2]) } : null;
}
