import { z } from "zod";
import { breakdownSchema } from "./report";

/** The shapes of `/api/trends` and `/api/breakdown`. */

/** What part of which traffic is asked for; the same parameters stand in the page's URL. Times are UTC epoch ms. */
export const trafficQuerySchema = z.object({
  source: z.string().optional(),
  tier: z.enum(["edge", "origin"]).optional(),
  from: z.coerce.number().int().optional(),
  to: z.coerce.number().int().optional(),
  upstream: z.string().optional(),
  host: z.string().optional(),
  route: z.string().optional(),
});

export const trendBucketSchema = z.object({
  atMs: z.number(),
  requests: z.number(),
  s502: z.number(),
  s503: z.number(),
  s504: z.number(),
  s499: z.number(),
  /** Other gateway errors: 52x and the proxy's own 500. */
  otherGateway: z.number(),
  /** The applications' own 5xx. */
  otherErrors: z.number(),
});

export const latencyBucketSchema = z.object({
  atMs: z.number(),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
});

export const trendsSchema = z.object({
  fromMs: z.number(),
  toMs: z.number(),
  bucketMs: z.number(),
  /** The whole span of the source, for "all" and the range picker; null when empty. */
  spanMs: z.object({ from: z.number(), to: z.number() }).nullable(),
  buckets: z.array(trendBucketSchema),
  /** Upstream response time of requests that did not fail; `label` says of what; null where the logs carry none. */
  latency: z
    .object({ metric: z.enum(["response", "request"]), label: z.string(), buckets: z.array(latencyBucketSchema) })
    .nullable(),
  totals: trendBucketSchema.omit({ atMs: true }),
  incidents: z.array(
    z.object({
      id: z.string(),
      startMs: z.number(),
      endMs: z.number(),
      title: z.string(),
      standing: z.string(),
      ongoing: z.boolean(),
    }),
  ),
  markers: z.array(z.object({ atMs: z.number(), kind: z.string(), text: z.string() })),
  /** Tiers that have data in this source. */
  tiers: z.array(z.enum(["edge", "origin"])),
});

export const breakdownQuerySchema = trafficQuerySchema.extend({
  dimension: z.enum(["upstream", "host", "route", "client", "agent", "method", "flag"]),
});

export { breakdownSchema };

export type TrafficQuery = z.infer<typeof trafficQuerySchema>;
export type Trends = z.infer<typeof trendsSchema>;
export type TrendBucket = z.infer<typeof trendBucketSchema>;
