import { z } from "zod";
import { scopeSchema } from "./report";

/** The shapes of closing an incident, and of what the store knows of earlier ones like it. */

export const incidentStateSchema = z.enum(["open", "closed"]);

export const incidentChangeSchema = z.object({
  atMs: z.number(),
  author: z.string(),
  from: incidentStateSchema,
  to: incidentStateSchema,
  /** What helped, as it stood after the change. */
  note: z.string(),
});

/** What people made of an incident. */
export const closingSchema = z.object({
  state: incidentStateSchema,
  /** UTC epoch ms, and who; null while it is open. */
  closedMs: z.number().nullable(),
  closedBy: z.string().nullable(),
  /** What helped; empty where nobody said. Stays when the incident is opened again. */
  note: z.string(),
  /** Oldest first. */
  history: z.array(incidentChangeSchema),
});

/** PATCH /api/incidents/:id; what is left out stays. */
export const incidentUpdateSchema = z.object({
  state: incidentStateSchema.optional(),
  note: z.string().max(4000).optional(),
  author: z.string().max(120).optional(),
});

/** By what incidents are held against each other. */
export const incidentTraitsSchema = z.object({
  kind: z.enum(["gateway", "application"]),
  tier: z.enum(["edge", "origin"]),
  cause: z.string(),
  causeTitle: z.string(),
  category: z.string(),
  /** Who wrote the failing lines; null where it is not known. */
  product: z.string().nullable(),
  statuses: z.array(z.number()),
  /** The incident's scope; upstreams under every name the logs and the configuration give them. */
  scope: scopeSchema,
  /** The messages that make up most of it, most frequent first; null where its logs carry none. */
  signatures: z.array(z.object({ id: z.string(), label: z.string() })).nullable(),
});

/**
 * `regression`: the same fault was closed before this incident began. `recurring`: it was there before, and nobody had closed it
 * by then. Null: neither.
 */
export const returnKindSchema = z.enum(["regression", "recurring"]).nullable();

/** Something that helped then: the note of the closing, or a step that was done. */
export const helpSchema = z.object({
  from: z.enum(["closing", "step"]),
  text: z.string(),
  by: z.string(),
  atMs: z.number(),
});

export const pastIncidentSchema = z.object({
  id: z.string(),
  sourceId: z.string(),
  sourceName: z.string(),
  startMs: z.number(),
  endMs: z.number(),
  /** Its logs end inside it. */
  ongoing: z.boolean(),
  causeTitle: z.string(),
  closedMs: z.number().nullable(),
  closedBy: z.string().nullable(),
  /** How alike the two are, 0…1. */
  score: z.number().min(0).max(1),
  /** It is the same fault, not just a similar one. */
  sameFault: z.boolean(),
  /** In words: what the two have in common, and what they have not. */
  reasons: z.array(z.string()),
  differences: z.array(z.string()),
  helped: z.array(helpSchema),
  /** Done steps beyond those in `helped`. */
  moreHelped: z.number(),
});

/** What the store knows of earlier incidents like this one. */
export const seenBeforeSchema = z.object({
  returns: returnKindSchema,
  /** The closed incident that has come back; null unless `returns` is `regression`. */
  regressionOf: z.object({ id: z.string(), closedMs: z.number(), closedBy: z.string() }).nullable(),
  /** Earlier outages by the same fault, and the onset of the latest, UTC epoch ms. */
  times: z.number(),
  lastMs: z.number().nullable(),
  /** It and the earlier ones all began at about the same time of day. */
  sameTimeOfDay: z.boolean(),
  /** The most alike first, those of the same source before others; bounded, `total` says how many there are. */
  similar: z.array(pastIncidentSchema),
  total: z.number(),
  /** Earlier incidents it was held against. */
  compared: z.number(),
  /** Outages by the same fault after this one, and the first of them; null when there was none. */
  since: z.object({ times: z.number(), id: z.string(), startMs: z.number() }).nullable(),
});

export type IncidentState = z.infer<typeof incidentStateSchema>;
export type IncidentUpdate = z.infer<typeof incidentUpdateSchema>;
export type Closing = z.infer<typeof closingSchema>;
export type IncidentTraits = z.infer<typeof incidentTraitsSchema>;
export type ReturnKind = z.infer<typeof returnKindSchema>;
export type Help = z.infer<typeof helpSchema>;
export type PastIncident = z.infer<typeof pastIncidentSchema>;
export type SeenBefore = z.infer<typeof seenBeforeSchema>;
