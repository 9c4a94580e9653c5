import type { FailedRequest, FailureMessage, Rollup } from "@/core/rollups/rollup";
import type { MarkerEvent } from "@/core/events/marker-event";
import type { Row, Sql } from "./open-store";
import { MINUTE_MS } from "./select-traffic";

/**
 * Lines of one role read back for one analysis, some 25 MB as objects. A minute gives at most its equal part, so that one
 * bad hour does not hide the onset of another; the counts come from the cells and do not suffer.
 */
const MOST_LINES = 8_000;
/** What a minute may always give: the evidence's percentiles are stable from about fifty. */
const LEAST_PER_MINUTE = 60;

type Lines = Pick<Rollup, "failures" | "rescued" | "doubtful" | "messages" | "markers">;

/** The kept lines and markers of the imports `keys` (a JSON array) in a span, in time order and bounded number. */
export async function readRollupLines(
  sql: Sql,
  { keys, fromMinute, toMinute }: { keys: string; fromMinute: number; toMinute: number },
  fileOfKey: Map<number, number>,
): Promise<Lines> {
  const range = [keys, fromMinute * MINUTE_MS, toMinute * MINUTE_MS] as const;
  const within = `"importKey" IN (SELECT value FROM json_each(?)) AND "atMs" >= ? AND "atMs" < ?`;
  const lines: Lines = { failures: [], rescued: [], doubtful: [], messages: [], markers: [] };
  for (const role of ["access", "rescued", "doubtful", "error", "app-error"]) {
    // What an earlier analysis claimed is for the next one to judge again.
    const roles = JSON.stringify(role === "doubtful" ? [role, "claimed"] : [role]);
    const ofRole = `"role" IN (SELECT value FROM json_each(?))`;
    const [counts] = await sql.rows(
      `SELECT COUNT(DISTINCT "atMs" / ${MINUTE_MS}) AS minutes FROM "Line" WHERE ${within} AND ${ofRole}`,
      ...range,
      roles,
    );
    const minutes = Number(counts?.["minutes"] ?? 0);
    if (minutes === 0) continue;
    const perMinute = Math.max(LEAST_PER_MINUTE, Math.floor(MOST_LINES / minutes));
    const [row] = await sql.rows(
      `SELECT json_group_array(json_array("importKey", "line", "atMs", "status", "upstream", "host", "route", "clientIp", "text", json("detail"))) AS packed
       FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY "atMs" / ${MINUTE_MS} ORDER BY "id") AS place
             FROM "Line" WHERE ${within} AND ${ofRole})
       WHERE place <= ?`,
      ...range,
      roles,
      perMinute,
    );
    const packed = JSON.parse(String(row?.["packed"] ?? "[]")) as Packed[];
    packed.sort((a, b) => a[2] - b[2] || a[1] - b[1]);
    if (role === "access") lines.failures = packed.map((each) => requestOf(each, fileOfKey));
    else if (role === "rescued") lines.rescued = packed.map((each) => requestOf(each, fileOfKey));
    else if (role === "doubtful") lines.doubtful = packed.map((each) => requestOf(each, fileOfKey));
    else lines.messages.push(...packed.map((each) => messageOf(each, fileOfKey)));
  }
  lines.messages.sort((a, b) => a.atMs - b.atMs || a.line - b.line);
  const markers = await sql.rows(
    `SELECT "atMs", "kind", "target", "text" FROM "Marker" WHERE ${within} ORDER BY "atMs" LIMIT 5000`,
    ...range,
  );
  lines.markers = markers.map(markerOf);
  return lines;
}

type Packed = [
  importKey: number,
  line: number,
  atMs: number,
  status: number | null,
  upstream: string | null,
  host: string | null,
  route: string | null,
  clientIp: string | null,
  text: string,
  /** What write-chunk-lines.ts left in `detail`. */
  detail: never,
];

function requestOf(packed: Packed, fileOfKey: Map<number, number>): FailedRequest {
  const [importKey, line, atMs, status, , host, route, clientIp, text, detail] = packed;
  const rest: Omit<FailedRequest, "file" | "line" | "atMs" | "status" | "host" | "route" | "clientIp" | "text"> =
    detail;
  return { ...rest, file: fileOfKey.get(importKey) ?? 0, line, atMs, status, host, route, clientIp, text };
}

function messageOf(packed: Packed, fileOfKey: Map<number, number>): FailureMessage {
  const [importKey, line, atMs, , upstreamAddr, host, , clientIp, text, detail] = packed;
  const rest: Omit<FailureMessage, "file" | "line" | "atMs" | "host" | "clientIp" | "upstreamAddr" | "text"> = detail;
  return { ...rest, file: fileOfKey.get(importKey) ?? 0, line, atMs, host, clientIp, upstreamAddr, text };
}

const MARKER_KINDS = ["deploy", "config-reload", "restart", "scale", "certificate", "maintenance"] as const;

function markerOf(row: Row): MarkerEvent {
  return {
    role: "marker",
    atMs: Number(row["atMs"]),
    kind: MARKER_KINDS.find((kind) => kind === row["kind"]) ?? "other",
    target: row["target"] === null ? null : String(row["target"]),
    text: String(row["text"]),
  };
}
