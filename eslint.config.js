import nextPlugin from "@next/eslint-plugin-next";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";
import { fenceRules, fences } from "./eslint.fences.js";
import { fileName } from "./eslint.file-name.js";

const SOURCE = ["app", "cli", "components", "core", "e2e", "prisma", "server"].map(
  (folder) => `${folder}/**/*.{ts,tsx}`,
);
const TESTS = ["**/*.test.{ts,tsx}", "**/*.spec.ts"];

export default tseslint.config(
  {
    ignores: [
      ...["dist", ".next", "data", "coverage", "test-results", "playwright-report", ".gumshoe-build"].map(
        (f) => `${f}/`,
      ),
      ...["server/store/generated/", "next-env.d.ts"],
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  tseslint.configs.recommended,
  {
    plugins: { gumshoe: { rules: { "file-name": fileName } } },
    rules: {
      "gumshoe/file-name": "error",
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      eqeqeq: "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
    },
  },
  {
    files: SOURCE,
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: true }],
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "no-restricted-syntax": ["error", ...fenceRules.syntax],
    },
  },
  {
    files: ["app/**/*.{ts,tsx}", "components/**/*.{ts,tsx}", "core/contract/**/*.ts"],
    ignores: TESTS,
    // Narrow, parse or fix the type; only `as const` passes.
    rules: { "@typescript-eslint/consistent-type-assertions": ["error", { assertionStyle: "never" }] },
  },
  {
    files: ["app/**/*.{ts,tsx}", "components/**/*.{ts,tsx}"],
    extends: [nextPlugin.configs["core-web-vitals"], reactHooks.configs.flat["recommended-latest"]],
    // TanStack's table and virtualiser are known to it and fine: nothing here is compiled by the React Compiler.
    rules: { "react-hooks/incompatible-library": "off" },
  },
  ...fences,
  { files: TESTS, rules: { "max-lines": "off" } },
);
