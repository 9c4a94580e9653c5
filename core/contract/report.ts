import { z } from "zod";
import { compressionSchema } from "./compression";
import { configRiskSchema } from "./config-risks";

/** The shapes of `gumshoe analyze --json`, schema `gumshoe.report/1`: fields may be added, never renamed or removed. */

const isoTime = z.string().describe("ISO 8601 UTC");

export const rejectedSampleSchema = z.object({ line: z.number(), reason: z.string(), text: z.string() });

export const reportFileSchema = z.object({
  path: z.string(),
  role: z.enum(["access", "error", "config", "markers", "app-error", "unknown"]),
  tier: z.enum(["edge", "origin"]),
  format: z.string().nullable(),
  compression: compressionSchema.nullable(),
  lines: z.number(),
  parsed: z.number(),
  rejected: z.number(),
  rejectedSamples: z.array(rejectedSampleSchema),
  firstAt: isoTime.nullable(),
  lastAt: isoTime.nullable(),
  timezone: z.string().nullable().describe("zone of its times, and how it was known: `+01:00`"),
  problem: z.string().nullable().describe("why nothing could be read, and what to do"),
});

export const sampleSchema = z.object({ path: z.string(), line: z.number() });

export const signalSchema = z.object({
  text: z.string(),
  for: z.boolean(),
  weight: z.number(),
  source: z.string(),
  samples: z.array(sampleSchema),
});

export const standingSchema = z.enum(["confirmed", "likely", "possible", "ruled-out", "no-data"]);

export const verdictSchema = z.object({
  cause: z.string(),
  category: z.string(),
  title: z.string(),
  standing: standingSchema,
  score: z.number().min(0).max(1),
  signals: z.array(signalSchema),
  missing: z.array(z.string()),
});

export const stepSchema = z.object({
  id: z.string(),
  title: z.string(),
  why: z.string(),
  commands: z.array(z.string()),
  verify: z.string(),
  kind: z.enum(["check", "fix", "prevent"]),
});

export const scopeSchema = z.object({
  upstreams: z.array(z.string()),
  hosts: z.array(z.string()),
  paths: z.array(z.string()),
  clients: z.array(z.string()),
});

/** One hop of the strip Client → CDN → Proxy → Upstream. */
export const hopSchema = z.object({
  hop: z.enum(["client", "cdn", "proxy", "upstream"]),
  state: z.enum(["ok", "failing", "unknown", "absent"]),
  label: z.string().describe("one or two words: `Working`, `Refused`"),
  detail: z.string().describe("a sentence with counts"),
});

/** One dimension with incident-against-baseline bars, values ordered by how much they explain. */
export const breakdownRowSchema = z.object({
  value: z.string(),
  failed: z.number(),
  requests: z.number(),
  ratio: z.number(),
  baselineRatio: z.number().nullable(),
  times: z.number().nullable().describe("ratio over baselineRatio, `×5.2`; null without a baseline"),
  failedShare: z.number(),
  requestShare: z.number(),
});
export const breakdownSchema = z.object({
  dimension: z.enum(["upstream", "host", "route", "client", "agent", "method", "flag"]),
  rows: z.array(breakdownRowSchema),
  shown: z.number(),
  total: z.number(),
  baselineLabel: z.string().nullable(),
});

/** Edge against origin, where logs of both tiers were given. */
export const reconciliationSchema = z.object({
  sentence: z.string().describe("the finding, for a person"),
  basis: z
    .enum(["request-id", "client-path-time", "edge-path-time", "path-time", "minute"])
    .describe("by what requests were recognised; minute: only counts are compared"),
  compared: z.number().describe("failing requests that were looked for in the other tier's log"),
  failed: z.number().describe("failing requests in all"),
  unseen: z.number().nullable().describe("of those compared, without a line there; null by minute"),
  onePathIn: z.number().describe("one path in so many was compared; 1 = all"),
  clock: z
    .object({
      originAheadMs: z.number().describe("the origin's clock less the edge's; taken into account"),
      uncertaintyMs: z.number(),
      pairs: z.number().describe("requests it was worked out from"),
      sentence: z.string(),
    })
    .nullable(),
  notes: z.array(z.string()),
  /** Requests by status at the edge × status at the origin; `2xx` to `4xx` for what did not fail, null = no line in that log. */
  statuses: z.array(
    z.object({
      edge: z.string().nullable(),
      origin: z.string().nullable(),
      during: z.number(),
      before: z.number().describe("in the baseline"),
    }),
  ),
  bucketMinutes: z.number(),
  /** All requests and gateway errors of the hosts concerned, by the clock of the incident's tier. */
  minutes: z.array(
    z.object({
      at: isoTime,
      edgeRequests: z.number(),
      edgeFailed: z.number(),
      originRequests: z.number(),
      originFailed: z.number(),
    }),
  ),
});

export const incidentSchema = z.object({
  id: z.string(),
  kind: z.enum(["gateway", "application"]),
  tier: z.enum(["edge", "origin"]),
  startAt: isoTime,
  endAt: isoTime,
  ongoing: z.boolean(),
  statuses: z.array(z.number()),
  failed: z.number(),
  requests: z.number(),
  peakAt: isoTime,
  peakRatio: z.number(),
  baselineRatio: z.number(),
  baselineLabel: z.string(),
  /** The stretch taken as baseline; null where the log has no quiet minute. */
  baseline: z.object({ startAt: isoTime, endAt: isoTime }).nullable().optional(),
  scope: scopeSchema,
  /** The values by which the logs themselves have it: a group or a member's name where `scope` has the address that a config gives it. */
  selection: scopeSchema,
  /** The product that wrote most of the failing lines, by its name; null where neither logs nor configuration tell. */
  product: z.string().nullable().optional(),
  /** The messages and reasons behind the failures, most frequent first, `share` of all that were recognised; null where the logs carry none. */
  signatures: z
    .array(z.object({ id: z.string(), label: z.string(), share: z.number() }))
    .nullable()
    .optional(),
  verdicts: z.array(verdictSchema),
  summary: z.string(),
  steps: z.array(stepSchema),
  hops: z.array(hopSchema),
  breakdowns: z.array(breakdownSchema),
  clientsHit: z.number().nullable(),
  join: z.object({ matched: z.number(), of: z.number() }).nullable(),
  transience: z
    .object({ failed: z.number(), retried: z.number(), succeeded: z.number(), meanDelaySeconds: z.number().nullable() })
    .nullable(),
  reconciliation: reconciliationSchema.nullable().optional(),
});

export const reportSchema = z.object({
  schema: z.literal("gumshoe.report/1"),
  files: z.array(reportFileSchema),
  requests: z.number(),
  statuses: z.record(z.string(), z.number()),
  incidents: z.array(incidentSchema),
  configRisks: z
    .array(configRiskSchema)
    .describe("what in the configurations among the files can lead to gateway errors"),
});

export type Report = z.infer<typeof reportSchema>;
export type ReportFile = z.infer<typeof reportFileSchema>;
export type Incident = z.infer<typeof incidentSchema>;
export type Reconciliation = z.infer<typeof reconciliationSchema>;
export type Verdict = z.infer<typeof verdictSchema>;
export type Standing = z.infer<typeof standingSchema>;
export type ReportSignal = z.infer<typeof signalSchema>;
export type Step = z.infer<typeof stepSchema>;
export type Hop = z.infer<typeof hopSchema>;
export type Breakdown = z.infer<typeof breakdownSchema>;
