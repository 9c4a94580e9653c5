import type { ChunkRollup } from "@/core/rollups/chunk-rollup";
import type { FailedRequest, FailureMessage } from "@/core/rollups/rollup";
import type { Sql } from "./open-store";
import { SumRows } from "./sum-rows";
import { storable, writeRows } from "./write-rows";

/** Rejected lines kept per import: enough to see every kind of damage, little enough to store. */
export const MOST_REJECTED_SAMPLES = 1000;

const LINE_COLUMNS = [
  "importKey",
  "line",
  "atMs",
  "role",
  "status",
  "upstream",
  "host",
  "route",
  "clientIp",
  "text",
  "detail",
];

/** Writes what a chunk keeps of single lines, and its counts per minute that have no dimensions of their own. */
export async function writeChunkLines(
  tx: Sql,
  owner: { key: number; messageRole: "error" | "app-error" },
  chunk: ChunkRollup,
  upstreamIds: number[],
): Promise<void> {
  const { key, messageRole } = owner;
  const statuses = new SumRows(3);
  for (let i = 0; i + 2 < chunk.statuses.length; i += 3) statuses.add([key, ...chunk.statuses.subarray(i, i + 3)]);
  await writeRows(tx, "StatusMinute", ["importKey", "minute", "status", "n"], ["n"], statuses.sorted());

  const retries = new SumRows(2);
  for (let i = 0; i + 4 < chunk.retries.length; i += 5) retries.add([key, ...chunk.retries.subarray(i, i + 5)]);
  const retrySums = ["failed", "retried", "succeeded", "delayMs"];
  await writeRows(tx, "Retry", ["importKey", "minute", ...retrySums], retrySums, retries.sorted());

  await writeRows(
    tx,
    "Line",
    LINE_COLUMNS,
    [],
    [
      ...chunk.failures.map((row) => requestRow(key, "access", row)),
      ...chunk.rescued.map((row) => requestRow(key, "rescued", row)),
      ...chunk.doubtful.map((row) => requestRow(key, "doubtful", row)),
      ...chunk.messages.map((row) => messageRow(key, messageRole, row)),
    ],
  );

  const messageCounts: (number | string)[][] = [];
  for (let i = 0; i + 3 < chunk.messageCounts.length; i += 4) {
    const [minute = 0, signature = 0, upstream = 0, n = 0] = chunk.messageCounts.subarray(i, i + 4);
    messageCounts.push([key, minute, chunk.messageSignatures[signature] ?? "", upstreamIds[upstream] ?? 0, n]);
  }
  await writeRows(tx, "MessageCount", ["importKey", "minute", "signature", "upstreamId", "n"], ["n"], messageCounts);

  const markers = chunk.markers.map((marker) => [
    key,
    Math.round(marker.atMs),
    marker.kind,
    marker.target === null ? null : storable(marker.target),
    storable(marker.text),
  ]);
  await writeRows(tx, "Marker", ["importKey", "atMs", "kind", "target", "text"], [], markers);
  await writeRejected(tx, key, chunk);
}

async function writeRejected(tx: Sql, key: number, chunk: ChunkRollup): Promise<void> {
  if (chunk.rejectedSamples.length === 0) return;
  const [row] = await tx.rows(`SELECT COUNT(*) AS n FROM "RejectedSample" WHERE "importKey" = ?`, key);
  const room = Math.max(0, MOST_REJECTED_SAMPLES - Number(row?.["n"] ?? 0));
  const samples = chunk.rejectedSamples
    .slice(0, room)
    .map((sample) => [key, sample.line, storable(sample.reason), storable(sample.text)]);
  await writeRows(tx, "RejectedSample", ["importKey", "line", "reason", "text"], [], samples);
}

function requestRow(key: number, role: string, request: FailedRequest): (number | string | null)[] {
  const { file: _file, line, atMs, status, host, route, clientIp, text, ...detail } = request;
  return [
    key,
    line,
    Math.round(atMs),
    role,
    status,
    storableOrNull(request.attempts.at(-1)?.addr ?? null),
    storableOrNull(host),
    storableOrNull(route),
    storableOrNull(clientIp),
    storable(text),
    JSON.stringify(detail),
  ];
}

function messageRow(key: number, role: string, message: FailureMessage): (number | string | null)[] {
  const { file: _file, line, atMs, host, clientIp, upstreamAddr, text, ...detail } = message;
  return [
    key,
    line,
    Math.round(atMs),
    role,
    null,
    storableOrNull(upstreamAddr),
    storableOrNull(host),
    null,
    storableOrNull(clientIp),
    storable(text),
    JSON.stringify(detail),
  ];
}

function storableOrNull(text: string | null): string | null {
  return text === null ? null : storable(text);
}
