import path from "node:path";

/** Where everything that outlives the process lies: `GUMSHOE_DATA_DIR`, else `./data`. */
export function dataDir(): string {
  return path.resolve(process.env["GUMSHOE_DATA_DIR"] ?? "data");
}

/** Where uploaded files wait for their import. */
export function uploadsDir(dir: string = dataDir()): string {
  return path.join(dir, "uploads");
}

/** The folder that holds `prisma/migrations` and `dist`: `GUMSHOE_ROOT`, else the working directory. */
export function packageRoot(): string {
  return path.resolve(process.env["GUMSHOE_ROOT"] ?? ".");
}
