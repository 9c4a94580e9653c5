import path from "node:path";
import { z } from "zod";

/** The truth of one recorded story, `label.json`; `e2e/scenarios/README.md` says what each field means. */
export const labelSchema = z.object({
  case: z.string(),
  title: z.string(),
  /** The product whose lines these are; two tiers are written `edge+origin`. */
  proxy: z.string(),
  /** IANA zone of the proxies' clock. */
  timezone: z.string(),
  timezoneGiven: z.boolean().optional(),
  tiersNamed: z.boolean().optional(),
  /** False: held out, weights were not tuned on it. */
  calibration: z.boolean().optional(),
  files: z.array(z.object({ name: z.string(), role: z.string(), tier: z.string() })),
  incidents: z.array(
    z.object({
      observed: z.object({ first: z.string(), last: z.string(), lines: z.number() }),
      cause: z.string(),
      exactCauses: z.array(z.string()).optional(),
      acceptableCauses: z.array(z.string()),
      upstreams: z.array(z.string()),
      upstreamNames: z.array(z.string()).optional(),
      paths: z.array(z.string()),
      visible: z.object({ upstreams: z.boolean() }).partial().optional(),
    }),
  ),
});

export type Label = z.infer<typeof labelSchema>;
export type LabelledIncident = Label["incidents"][number];

/** Whether the edge's files must be told to be the edge's: where their names would tell it to nobody, nobody does. */
export function isNamedEdge(label: Label, file: Label["files"][number]): boolean {
  return file.tier === "edge" && label.tiersNamed !== false;
}

/**
 * Whether the operator has to state the zone: where nothing in the files tells it, as the label says, and for HAProxy's own lines, whose
 * times never carry one.
 */
export function needsZone(label: Label): boolean {
  return label.timezoneGiven ?? label.proxy === "haproxy";
}

/** The answers that say what the label says, the best first. */
export function exactCausesOf(incident: LabelledIncident): string[] {
  return incident.exactCauses ?? [incident.cause];
}

/** Arguments of `gumshoe analyze` for the story in `folder`, which tell no more than its operator could say. */
export function analyzeArguments(label: Label, folder: string): string[] {
  return [
    ...(needsZone(label) ? ["--timezone", label.timezone] : []),
    ...label.files.flatMap((file) => [...(isNamedEdge(label, file) ? ["--edge"] : []), path.join(folder, file.name)]),
  ];
}
