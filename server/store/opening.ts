import { z } from "zod";
import { WRAPPERS } from "@/core/formats/peel-line";

/** What `Import.opening` holds: how a file's format is opened, besides its id and its format string. */
export const openingSchema = z.object({
  wrappers: z.array(z.enum(WRAPPERS)).optional(),
  also: z
    .array(z.object({ id: z.string(), template: z.string().nullable(), escape: z.enum(["default", "json", "none"]) }))
    .optional(),
  carriedZone: z.string().optional(),
  referenceMs: z.number().optional(),
});
export type Opening = z.infer<typeof openingSchema>;
