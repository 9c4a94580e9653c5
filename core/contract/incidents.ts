import { z } from "zod";
import { closingSchema, incidentStateSchema, returnKindSchema, seenBeforeSchema } from "./past-incidents";
import { incidentSchema, stepSchema } from "./report";
import { trendBucketSchema } from "./trends";

/** The shapes of `/api/incidents`. */

export const incidentRowSchema = z.object({
  id: z.string(),
  sourceId: z.string(),
  sourceName: z.string(),
  startMs: z.number(),
  endMs: z.number(),
  ongoing: z.boolean(),
  kind: z.enum(["gateway", "application"]),
  statuses: z.array(z.number()),
  failed: z.number(),
  requests: z.number(),
  peakRatio: z.number(),
  scopeLabel: z.string(),
  cause: z.string(),
  causeTitle: z.string(),
  category: z.string(),
  standing: z.string(),
  summary: z.string(),
  /** Failures per bucket over the incident and its surroundings, for a sparkline of about 40 points. */
  spark: z.array(z.number()),
  stepsDone: z.number(),
  stepsTotal: z.number(),
  state: incidentStateSchema,
  /** It was there before: closed by then (a regression), or not (recurring). */
  returns: returnKindSchema,
});
export const incidentListSchema = z.object({ incidents: z.array(incidentRowSchema) });

export const stepStateSchema = z.enum(["todo", "doing", "done", "failed", "skipped"]);

export const stepChangeSchema = z.object({
  atMs: z.number(),
  author: z.string(),
  from: stepStateSchema,
  to: stepStateSchema,
  note: z.string(),
});

export const checklistStepSchema = stepSchema.extend({
  state: stepStateSchema,
  note: z.string(),
  author: z.string().nullable(),
  changedMs: z.number().nullable(),
  history: z.array(stepChangeSchema),
});

export const incidentDetailSchema = z.object({
  incident: incidentSchema,
  sourceId: z.string(),
  sourceName: z.string(),
  /** The scope's traffic around the incident, and where the baseline lies. */
  series: z.object({ bucketMs: z.number(), buckets: z.array(trendBucketSchema) }),
  baselineMs: z.object({ from: z.number(), to: z.number() }).nullable(),
  markers: z.array(z.object({ atMs: z.number(), kind: z.string(), text: z.string() })),
  checklist: z.array(checklistStepSchema),
  closing: closingSchema,
  seenBefore: seenBeforeSchema,
});

/** PATCH /api/incidents/:id/steps/:step */
export const stepUpdateSchema = z.object({
  state: stepStateSchema.optional(),
  note: z.string().max(4000).optional(),
  author: z.string().max(120).optional(),
});

/** GET /api/incidents/:id/lines?q=&role=&cursor= and ?samples=path:line,… */
export const linesQuerySchema = z.object({
  q: z.string().max(500).optional(),
  role: z.enum(["access", "error", "app-error"]).optional(),
  cursor: z.string().max(64).optional(),
  /** `path:line,path:line` of a signal's samples; the other parameters then do not count. A path may contain colons and commas. */
  samples: z
    .string()
    .max(16_384)
    .transform((text) =>
      [...text.matchAll(/(.+?):(\d{1,15})(?:,|$)/gs)].map((match) => ({
        path: match[1] ?? "",
        line: Number(match[2]),
      })),
    )
    .optional(),
});

export const logLineSchema = z.object({
  importId: z.string(),
  file: z.string(),
  line: z.number(),
  atMs: z.number(),
  role: z.enum(["access", "error", "app-error"]),
  status: z.number().nullable(),
  text: z.string(),
});
export const logLinesSchema = z.object({
  lines: z.array(logLineSchema),
  /** Lines that match in all; may exceed what is kept. */
  total: z.number(),
  /** Failing lines that were counted but not kept (bounded number per minute). */
  notKept: z.number(),
  nextCursor: z.string().nullable(),
});

export const causesSchema = z.object({
  causes: z.array(
    z.object({
      id: z.string(),
      category: z.string(),
      title: z.string(),
      summary: z.string(),
      docs: z.string(),
      tellsApart: z.string(),
    }),
  ),
});

export type IncidentRow = z.infer<typeof incidentRowSchema>;
export type IncidentDetail = z.infer<typeof incidentDetailSchema>;
export type ChecklistStep = z.infer<typeof checklistStepSchema>;
export type StepState = z.infer<typeof stepStateSchema>;
export type StepUpdate = z.infer<typeof stepUpdateSchema>;
export type LogLine = z.infer<typeof logLineSchema>;
export type LogLines = z.infer<typeof logLinesSchema>;
