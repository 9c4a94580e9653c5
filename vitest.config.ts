import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

const BESIDE_FILES = ["app", "cli", "components", "core", "prisma", "server"].map((folder) => `${folder}/**/*.test.ts`);

/** Start threads and processes, write files of many megabytes: too slow for every commit, so they run with the store's. */
const SLOW = [
  "cli/gumshoe.test.ts",
  "server/ingest/analyze-files.test.ts",
  "server/ingest/expand-archive.test.ts",
  "server/ingest/file-headers.test.ts",
  "server/ingest/ingest-file.test.ts",
];

// Rings, by name: `vitest run --project unit`. "unit-dom" is the part of unit that draws.
export default defineConfig({
  resolve: { alias: { "@/": root } },
  test: {
    // The worker entry and the command line are tested as built.
    globalSetup: ["./e2e/build-bundles.mjs"],
    passWithNoTests: true,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          // Pure functions share nothing, and a fresh world for each of a hundred files costs more than their tests.
          isolate: false,
          include: [...BESIDE_FILES, "*.test.ts", "e2e/*.test.ts", "e2e/score/*.test.ts"],
          exclude: ["server/store/**", "server/imports/**", ...SLOW],
        },
      },
      {
        extends: true,
        test: { name: "unit-dom", include: ["components/**/*.test.tsx"], environment: "jsdom" },
      },
      { extends: true, test: { name: "scenario", include: ["e2e/scenarios/**/*.test.ts"], testTimeout: 60_000 } },
      {
        extends: true,
        test: {
          name: "store",
          include: ["server/store/**/*.test.ts", "server/imports/**/*.test.ts", ...SLOW],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "proxy",
          include: ["e2e/real-proxy/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          // A recording mostly waits: ten of them, each with ports of its own, keep one core of two busy.
          maxConcurrency: 10,
        },
      },
    ],
  },
});
