import { ESLint } from "eslint";
import tseslint from "typescript-eslint";
import { describe, expect, it } from "vitest";

// Planted files exist in memory only, so the rules that need the type checker sit this one out.
const eslint = new ESLint({
  overrideConfig: [
    { languageOptions: { parserOptions: { projectService: false } } },
    tseslint.configs.disableTypeChecked,
  ],
});

async function rulesBrokenBy(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
}

const IMPORTS = "@typescript-eslint/no-restricted-imports";
const SYNTAX = "no-restricted-syntax";

const use = (module: string): string => `import { x } from "${module}";\nexport const y = x;\n`;
const useType = (module: string): string => `import type { X } from "${module}";\nexport type Y = X;\n`;

const VIOLATIONS: [what: string, file: string, code: string, rule: string][] = [
  ["collections reads events", "core/collections/planted.ts", use("@/core/events/x"), IMPORTS],
  ["events reads formats", "core/events/planted.ts", use("@/core/formats/x"), IMPORTS],
  ["configs reads formats", "core/configs/planted.ts", use("@/core/formats/x"), IMPORTS],
  ["formats reads rollups", "core/formats/planted.ts", use("@/core/rollups/x"), IMPORTS],
  ["rollups reads spikes", "core/rollups/planted.ts", use("@/core/spikes/x"), IMPORTS],
  ["spikes reads evidence", "core/spikes/planted.ts", use("@/core/evidence/x"), IMPORTS],
  ["evidence reads causes", "core/evidence/planted.ts", use("@/core/causes/x"), IMPORTS],
  ["products reads evidence", "core/products/planted.ts", use("@/core/evidence/x"), IMPORTS],
  ["spikes reads products", "core/spikes/planted.ts", use("@/core/products/x"), IMPORTS],
  ["a cause reads spikes", "core/causes/planted.ts", use("@/core/spikes/x"), IMPORTS],
  ["a cause runs code of events", "core/causes/planted.ts", use("@/core/events/x"), IMPORTS],
  ["diagnosis reads checklists", "core/diagnosis/planted.ts", use("@/core/checklists/x"), IMPORTS],
  ["checklists reads contract", "core/checklists/planted.ts", use("@/core/contract/x"), IMPORTS],
  ["contract reads server", "core/contract/planted.ts", useType("@/server/store/x"), IMPORTS],
  ["core reads a file", "core/formats/planted.ts", use("node:fs"), IMPORTS],
  ["core takes a package", "core/spikes/planted.ts", use("date-fns"), IMPORTS],
  ["contract takes another package than zod", "core/contract/planted.ts", use("date-fns"), IMPORTS],
  ["core imports lazily", "core/formats/planted.ts", `export const x = import("node:fs");\n`, SYNTAX],
  ["core asks the clock", "core/spikes/planted.ts", "export const x = Date.now();\n", "no-restricted-properties"],
  ["core makes the present", "core/spikes/planted.ts", "export const x = new Date();\n", SYNTAX],
  ["core rolls dice", "core/spikes/planted.ts", "export const x = Math.random();\n", "no-restricted-properties"],
  ["server knows Next", "server/ingest/planted.ts", use("next/server"), IMPORTS],
  ["server knows React", "server/ingest/planted.ts", use("react"), IMPORTS],
  ["server reads components", "server/ingest/planted.ts", use("@/components/ui/x"), IMPORTS],
  ["server reads cli", "server/ingest/planted.ts", use("@/cli/serve"), IMPORTS],
  ["ingest touches Prisma", "server/ingest/planted.ts", use("@prisma/client"), IMPORTS],
  ["ingest touches the generated client", "server/ingest/planted.ts", use("@/server/store/generated/client"), IMPORTS],
  ["ingest touches the database driver", "server/ingest/planted.ts", use("@libsql/client"), IMPORTS],
  ["the store reads ingest", "server/store/planted.ts", use("@/server/ingest/x"), IMPORTS],
  ["cli touches Prisma", "cli/planted.ts", use("@prisma/client"), IMPORTS],
  ["app touches Prisma", "app/api/planted/route.ts", use("@/server/store/generated/client"), IMPORTS],
  ["app touches Prisma lazily", "app/planted.ts", `export const x = import("@prisma/client");\n`, SYNTAX],
  ["a route reads components", "app/api/planted/route.ts", use("@/components/ui/x"), IMPORTS],
  ["components take a type of server", "components/timeline/planted.ts", useType("@/server/store/x"), IMPORTS],
  [
    "components import server lazily",
    "components/timeline/planted.ts",
    `export const x = import("@/server/x");\n`,
    SYNTAX,
  ],
  ["components read the engine", "components/timeline/planted.ts", use("@/core/spikes/x"), IMPORTS],
  ["components take Prisma", "components/timeline/planted.ts", useType("@prisma/client"), IMPORTS],
  ["components read files", "components/timeline/planted.ts", use("node:fs"), IMPORTS],
  ["ui reads a feature", "components/ui/planted.tsx", use("@/components/timeline/x"), IMPORTS],
  ["ui knows the domain", "components/ui/planted.tsx", useType("@/core/contract/x"), IMPORTS],
  ["a chart queries", "components/charts/planted.tsx", use("@tanstack/react-query"), IMPORTS],
  ["a part fetches", "components/timeline/planted.tsx", `export const x = fetch("/api");\n`, "no-restricted-globals"],
  [
    "a part fetches by window",
    "components/timeline/planted.tsx",
    `export const x = window.fetch("/api");\n`,
    "no-restricted-properties",
  ],
  ["a part takes the fetch wrapper", "components/timeline/planted.tsx", use("@/components/shell/fetch-json"), IMPORTS],
  ["climbing", "components/timeline/planted.ts", use("../ui/x"), IMPORTS],
  ["a test climbing", "core/spikes/planted.test.ts", use("../events/x"), IMPORTS],
  ["export *", "server/ingest/planted.ts", `export * from "./x";\n`, SYNTAX],
  ["a hidden type import", "server/ingest/planted.ts", `export type Y = import("./x").X;\n`, SYNTAX],
  [
    "a cast in components",
    "components/timeline/planted.ts",
    "export const x = (y: unknown) => y as string;\n",
    "@typescript-eslint/consistent-type-assertions",
  ],
  [
    "a cast in the contract",
    "core/contract/planted.ts",
    "export const x = (y: unknown) => y as string;\n",
    "@typescript-eslint/consistent-type-assertions",
  ],
  ["a file called utils", "server/ingest/utils.ts", "export const x = 1;\n", "gumshoe/file-name"],
  ["a file called index", "core/causes/index.ts", "export const x = 1;\n", "gumshoe/file-name"],
  ["a file in camel case", "core/causes/upstreamDown.ts", "export const x = 1;\n", "gumshoe/file-name"],
  ["a file of 301 lines", "server/ingest/planted.ts", "export {};\n".repeat(301), "max-lines"],
];

const ALLOWED: [what: string, file: string, code: string][] = [
  ["a cause reads evidence", "core/causes/planted.ts", use("@/core/evidence/x")],
  ["a cause names the shape of an event", "core/causes/planted.ts", useType("@/core/events/x")],
  ["evidence reads configs", "core/evidence/planted.ts", use("@/core/configs/x")],
  ["contract takes zod", "core/contract/planted.ts", use("zod")],
  ["the store takes Prisma", "server/store/planted.ts", use("@prisma/adapter-libsql")],
  ["cli loads Next lazily", "cli/planted.ts", `export const x = import("next");\n`],
  ["queries fetch", "components/timeline/queries.ts", `export const x = fetch("/api");\n`],
  ["queries take the fetch wrapper", "components/timeline/queries.ts", use("@/components/shell/fetch-json")],
  ["as const", "components/timeline/planted.ts", `export const x = ["a"] as const;\n`],
  ["a test reads fixtures", "core/spikes/planted.test.ts", use("node:fs")],
];

describe("the fences", () => {
  it.each(VIOLATIONS)("refuse: %s", async (_what, file, code, rule) => {
    expect(await rulesBrokenBy(file, code)).toContain(rule);
  });

  it.each(ALLOWED)("let pass: %s", async (_what, file, code) => {
    expect(await rulesBrokenBy(file, code)).toEqual([]);
  });
});
