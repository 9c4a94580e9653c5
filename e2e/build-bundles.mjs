import { build } from "../cli/build.mjs";

/** Vitest's global setup: dist/ and the Prisma client are as new as the source before the first test. */
export async function setup() {
  await build("prepare", {});
}
