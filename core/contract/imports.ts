import { z } from "zod";
import { compressionSchema } from "./compression";
import { rejectedSampleSchema } from "./report";

/** The shapes of `/api/sources` and `/api/imports`. */

export const sourceSchema = z.object({
  id: z.string(),
  name: z.string(),
  imports: z.number(),
  requests: z.number(),
  /** UTC epoch ms of the first and last event of all its imports; null before anything was read. */
  firstMs: z.number().nullable(),
  lastMs: z.number().nullable(),
});
export const sourcesSchema = z.object({ sources: z.array(sourceSchema) });

export const roleSchema = z.enum(["access", "error", "config", "markers", "app-error", "unknown"]);
export const tierSchema = z.enum(["edge", "origin"]);

/**
 * uploading → ready (detected, waits for the operator's go) → queued → running → done; failed and cancelled may be resumed.
 */
export const importStateSchema = z.enum(["uploading", "ready", "queued", "running", "done", "failed", "cancelled"]);

export const importSchema = z.object({
  id: z.string(),
  sourceId: z.string(),
  sourceName: z.string(),
  fileName: z.string(),
  sizeBytes: z.number(),
  role: roleSchema,
  tier: tierSchema,
  format: z.string().nullable(),
  formatTitle: z.string().nullable(),
  /** The template in use, where the format is compiled from a string. */
  template: z.string().nullable(),
  compression: compressionSchema.nullable(),
  /** What carried its lines and is taken off them, outermost first: cri, syslog, json, prefix. */
  wrappers: z.array(z.string()),
  /** Ids of other formats whose lines stand among its own. */
  alsoFormats: z.array(z.string()),
  /** IANA name or offset applied to times without a zone; null where the times carry their own. */
  timezone: z.string().nullable(),
  timezoneNote: z.string().nullable().describe("how the zone was known: `from access.log`"),
  state: importStateSchema,
  /** Compressed bytes read so far of sizeBytes. */
  bytesDone: z.number(),
  lines: z.number(),
  parsed: z.number(),
  rejected: z.number(),
  skipped: z.number(),
  linesPerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  firstMs: z.number().nullable(),
  lastMs: z.number().nullable(),
  /** A sentence that says what is wrong and what to do. */
  problem: z.string().nullable(),
  /** Lines that were already there because the file, or its beginning, had been imported before. */
  linesAlreadyKnown: z.number(),
  createdMs: z.number(),
});
export const importsSchema = z.object({ imports: z.array(importSchema) });

/** Preview of a file before it is analysed: what was detected and how the first lines read. */
export const previewSchema = z.object({
  import: importSchema,
  /** Formats that would read these lines too, best first, with the share of lines each reads. */
  candidates: z.array(z.object({ format: z.string(), title: z.string(), share: z.number() })),
  lines: z.array(
    z.object({
      line: z.number(),
      text: z.string(),
      /** Parsed fields in the words of `gumshoe parse`; null when rejected or skipped. */
      event: z.record(z.string(), z.unknown()).nullable(),
      reason: z.string().nullable(),
    }),
  ),
});

/** PATCH /api/imports/:id — what may be corrected before the go. `template` is an nginx log_format string. */
export const importChangeSchema = z.object({
  role: roleSchema.optional(),
  tier: tierSchema.optional(),
  format: z.string().optional(),
  template: z.string().max(8192).nullable().optional(),
  timezone: z.string().max(64).nullable().optional(),
  sourceId: z.string().optional(),
  sourceName: z.string().min(1).max(120).optional(),
});

/** POST /api/imports/start */
export const startSchema = z.object({ ids: z.array(z.string()).min(1).max(500) });

export const rejectedSchema = z.object({
  rejected: z.number(),
  samples: z.array(rejectedSampleSchema),
});

export const formatsSchema = z.object({
  formats: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      product: z.string(),
      role: z.enum(["access", "error", "app-error"]),
      docs: z.string(),
      canTell: z.string(),
      cannotTell: z.string(),
      improve: z.string(),
      sample: z.string(),
    }),
  ),
});

/** POST /api/samples: brings in a recorded incident. */
export const samplesSchema = z.object({
  samples: z.array(z.object({ id: z.string(), title: z.string(), files: z.array(z.string()) })),
});

/** Every failed call answers with this and a 4xx or 5xx status. */
export const problemSchema = z.object({ problem: z.string() });

export type Source = z.infer<typeof sourceSchema>;
export type Import = z.infer<typeof importSchema>;
export type ImportState = z.infer<typeof importStateSchema>;
export type ImportChange = z.infer<typeof importChangeSchema>;
export type Preview = z.infer<typeof previewSchema>;
