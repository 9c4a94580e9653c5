import { z } from "zod";

/** How a file was packed, told by its first bytes. */
export const compressionSchema = z.enum(["gzip", "zstd", "bzip2", "xz"]);

export type Compression = z.infer<typeof compressionSchema>;
