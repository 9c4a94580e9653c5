import { compressionSchema } from "@/core/contract/compression";
import { importStateSchema, roleSchema, tierSchema, type Import, type ImportState } from "@/core/contract/imports";
import { openingSchema, type Opening } from "./opening";
import type { Row, Sql } from "./open-store";
import { Refusal } from "./refusal";

const SELECT = `SELECT i.*, s."name" AS sourceName FROM "Import" AS i JOIN "Source" AS s ON s."id" = i."sourceId"`;

/** What a page shows of an import at most: more rows than anybody scrolls through, few enough to ask for every second. */
const MOST_IMPORTS = 500;

/** What is found out and the operator may correct. */
export type Choosable = "role" | "tier" | "format" | "timezone" | "source";
const CHOOSABLE: readonly Choosable[] = ["role", "tier", "format", "timezone", "source"];

/** An import as the store knows it: what the contract shows, and where its bytes lie. */
export interface ImportRecord extends Omit<Import, "linesPerSecond" | "secondsLeft"> {
  key: number;
  batchId: string | null;
  path: string;
  inPlace: boolean;
  escape: "default" | "json" | "none";
  /** The rest of its format's choice. */
  opening: Opening;
  /** Offset written in its times; null where they carry none. */
  zone: string | null;
  /** What the operator chose and detection must leave alone. */
  chosen: Choosable[];
  /** Decompressed bytes whose effects are in the store, and where this import began. */
  offset: number;
  startOffset: number;
  /** Lines from the beginning of the file up to `offset`. */
  lineNumber: number;
  headBytes: number;
  headHash: string | null;
  tailBytes: number;
  tailHash: string | null;
  ownerPid: number | null;
  startedMs: number | null;
  finishedMs: number | null;
}

/** The newest imports first; those of one source or in one of the given states where asked. */
export async function listImports(
  sql: Sql,
  ask: { source?: string | undefined; batch?: string | undefined; states?: ImportState[] } = {},
): Promise<ImportRecord[]> {
  const wheres = [`i."deletedMs" IS NULL`];
  const params: unknown[] = [];
  if (ask.source !== undefined) {
    wheres.push(`i."sourceId" = ?`);
    params.push(ask.source);
  }
  if (ask.batch !== undefined) {
    wheres.push(`i."batchId" = ?`);
    params.push(ask.batch);
  }
  if (ask.states) {
    wheres.push(`i."state" IN (SELECT value FROM json_each(?))`);
    params.push(JSON.stringify(ask.states));
  }
  const rows = await sql.rows(
    `${SELECT} WHERE ${wheres.join(" AND ")} ORDER BY i."key" DESC LIMIT ${MOST_IMPORTS}`,
    ...params,
  );
  return rows.map(importRecord);
}

/** One import; refuses with 404 when there is none of this id. */
export async function readImport(sql: Sql, id: string): Promise<ImportRecord> {
  const [row] = await sql.rows(`${SELECT} WHERE i."id" = ? AND i."deletedMs" IS NULL`, id);
  if (!row) throw new Refusal("There is no such import; it may have been deleted.", 404);
  return importRecord(row);
}

/** Whether there is, or was, an import of this id. */
export async function hasImport(sql: Sql, id: string): Promise<boolean> {
  return (await sql.rows(`SELECT 1 FROM "Import" WHERE "id" = ?`, id)).length > 0;
}

/** The contract's shape of an import; `speed` is known only of a running one. */
export function asImport(
  record: ImportRecord,
  speed: { linesPerSecond: number | null; secondsLeft: number | null } | null,
): Import {
  return {
    id: record.id,
    sourceId: record.sourceId,
    sourceName: record.sourceName,
    fileName: record.fileName,
    sizeBytes: record.sizeBytes,
    role: record.role,
    tier: record.tier,
    format: record.format,
    formatTitle: record.formatTitle,
    template: record.template,
    compression: record.compression,
    wrappers: record.wrappers,
    alsoFormats: record.alsoFormats,
    timezone: record.timezone,
    timezoneNote: record.timezoneNote,
    state: record.state,
    bytesDone: record.bytesDone,
    lines: record.lines,
    parsed: record.parsed,
    rejected: record.rejected,
    skipped: record.skipped,
    linesPerSecond: speed?.linesPerSecond ?? null,
    secondsLeft: speed?.secondsLeft ?? null,
    firstMs: record.firstMs,
    lastMs: record.lastMs,
    problem: record.problem,
    linesAlreadyKnown: record.linesAlreadyKnown,
    createdMs: record.createdMs,
  };
}

function importRecord(row: Row): ImportRecord {
  const text = (name: string): string => String(row[name]);
  const textOrNull = (name: string): string | null => ((row[name] ?? null) === null ? null : String(row[name]));
  const number = (name: string): number => Number(row[name]);
  const numberOrNull = (name: string): number | null => ((row[name] ?? null) === null ? null : Number(row[name]));
  const escape = text("escape");
  const opening = openingSchema.parse(JSON.parse(text("opening")));
  return {
    key: number("key"),
    id: text("id"),
    sourceId: text("sourceId"),
    sourceName: text("sourceName"),
    batchId: textOrNull("batchId"),
    fileName: text("fileName"),
    path: text("path"),
    inPlace: number("inPlace") === 1,
    sizeBytes: number("sizeBytes"),
    role: roleSchema.parse(row["role"]),
    tier: tierSchema.parse(row["tier"]),
    format: textOrNull("format"),
    formatTitle: textOrNull("formatTitle"),
    template: textOrNull("template"),
    escape: escape === "json" || escape === "none" ? escape : "default",
    opening,
    wrappers: opening.wrappers ?? [],
    alsoFormats: (opening.also ?? []).map(({ id }) => id),
    compression: compressionSchema.nullable().catch(null).parse(row["compression"]),
    timezone: textOrNull("timezone"),
    timezoneNote: textOrNull("timezoneNote"),
    zone: textOrNull("zone"),
    chosen: CHOOSABLE.filter((each) => text("chosen").includes(`"${each}"`)),
    state: importStateSchema.parse(row["state"]),
    bytesDone: number("bytesDone"),
    offset: number("offset"),
    startOffset: number("startOffset"),
    lineNumber: number("lineNumber"),
    lines: number("lines"),
    parsed: number("parsed"),
    rejected: number("rejected"),
    skipped: number("skipped"),
    firstMs: numberOrNull("firstMs"),
    lastMs: numberOrNull("lastMs"),
    problem: textOrNull("problem"),
    linesAlreadyKnown: number("linesAlreadyKnown"),
    headBytes: number("headBytes"),
    headHash: textOrNull("headHash"),
    tailBytes: number("tailBytes"),
    tailHash: textOrNull("tailHash"),
    ownerPid: numberOrNull("ownerPid"),
    createdMs: number("createdMs"),
    startedMs: numberOrNull("startedMs"),
    finishedMs: numberOrNull("finishedMs"),
  };
}
