import { z } from "zod";

/** The shapes of `gumshoe lint --json` (schema `gumshoe.lint/1`), of the report's `configRisks` and of `/api/config-risks`. */

export const configProductSchema = z.enum([
  "nginx",
  "haproxy",
  "apache",
  "caddy",
  "envoy",
  "traefik",
  "varnish",
  "squid",
]);

/** error: requests fail, or the product does not start; warning: they fail when something ordinary happens; notice: worth knowing. */
export const riskSeveritySchema = z.enum(["error", "warning", "notice"]);

/** certain: these files alone say so; likely: it holds for the usual surroundings; possible: it hangs on what these files do not show. */
export const riskCertaintySchema = z.enum(["certain", "likely", "possible"]);

export const riskPlaceSchema = z.object({
  file: z.string(),
  line: z.number().describe("1-based"),
  text: z.string().describe("the directive as written"),
});

export const riskConfirmationSchema = z.object({
  incident: z.string().describe("id of the incident"),
  cause: z.string(),
  title: z.string().describe("of the cause"),
  standing: z.enum(["confirmed", "likely"]),
  text: z.string().describe("what the logs show, as a sentence with numbers"),
});

export const configRiskSchema = riskPlaceSchema.extend({
  rule: z.string().describe("slug"),
  title: z.string(),
  product: configProductSchema,
  severity: riskSeveritySchema,
  certainty: riskCertaintySchema,
  why: z.string(),
  suggestion: z.string().describe("directives to write instead, in the product's language; lines"),
  docs: z.string().describe("the vendor's page"),
  related: z.array(riskPlaceSchema).describe("other places that it follows from"),
  causes: z.array(z.string()).describe("causes of an incident that it can lead to"),
  upstreams: z.array(z.string()).describe("addresses and groups concerned; [] for all"),
  confirmedBy: z.array(riskConfirmationSchema).describe("incidents in the logs beside it that it explains"),
});

export const lintedFileSchema = z.object({
  path: z.string(),
  product: configProductSchema.nullable(),
  problem: z.string().nullable().describe("why it was not read, and what to do"),
});

export const lintReportSchema = z.object({
  schema: z.literal("gumshoe.lint/1"),
  files: z.array(lintedFileSchema),
  risks: z.array(configRiskSchema),
  /** Risks beyond the first fifty of a rule, which are not listed. */
  notListed: z.number(),
});

/** GET /api/config-risks?source=: sources that have a configuration, newest first. */
export const configRisksSchema = z.object({
  sources: z.array(
    z.object({
      sourceId: z.string(),
      sourceName: z.string(),
      files: z.array(lintedFileSchema),
      risks: z.array(configRiskSchema),
      notListed: z.number(),
    }),
  ),
});

export type ConfigRisk = z.infer<typeof configRiskSchema>;
export type RiskPlace = z.infer<typeof riskPlaceSchema>;
export type RiskSeverity = z.infer<typeof riskSeveritySchema>;
export type RiskCertainty = z.infer<typeof riskCertaintySchema>;
export type LintedFile = z.infer<typeof lintedFileSchema>;
export type LintReport = z.infer<typeof lintReportSchema>;
export type SourceRisks = z.infer<typeof configRisksSchema>["sources"][number];
