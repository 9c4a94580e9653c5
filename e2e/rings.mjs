// The rings of tests, each as a function that resolves to
// { name, passed, failed, skipped, failures: [{ title, message }], unavailable: reason or null, tookMs }.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findChromium } from "./find-program.mjs";
import { missingProxies, PROXY_PROGRAMS } from "./proxy-programs.mjs";
import { runNode } from "./run-command.mjs";

const EMPTY = { passed: 0, failed: 0, skipped: 0, failures: [], unavailable: null, tookMs: 0 };

const couldNotRun = (name, reason, tookMs = 0) => ({ ...EMPTY, name, unavailable: reason, tookMs });

/** A check that passes or fails as a whole and counts as one test; its commands run one after the other. */
async function gate(name, ...commands) {
  let tookMs = 0;
  for (const [file, ...args] of commands) {
    const result = await runNode(file, args);
    tookMs += result.tookMs;
    if (result.code !== 0)
      return { ...EMPTY, name, failed: 1, failures: [{ title: name, message: result.output }], tookMs };
  }
  return { ...EMPTY, name, passed: 1, tookMs };
}

const CACHE = "node_modules/.cache";
const PRETTIER = "prettier/bin/prettier.cjs";
const ESLINT = "eslint/bin/eslint.js";
const TSC = "typescript/bin/tsc";

export const format = () =>
  gate("format", [
    PRETTIER,
    "--check",
    "--cache",
    "--cache-location",
    `${CACHE}/prettier/all`,
    "--log-level",
    "warn",
    ".",
  ]);

export const lint = () =>
  gate("lint", [ESLINT, "--cache", "--cache-location", `${CACHE}/eslint/`, "--max-warnings", "0", "."]);

export const types = () =>
  gate(
    "types",
    ["next/dist/bin/next", "typegen"],
    [TSC, "--noEmit", "-p", "tsconfig.check.json"],
    [TSC, "--noEmit", "-p", "core"],
  );

/** Runs a tool that writes a JSON report, and hands report and result to `read`. */
async function withReport(name, run, read) {
  const folder = mkdtempSync(path.join(tmpdir(), "gumshoe-test-"));
  const file = path.join(folder, "report.json");
  try {
    const result = await run(file);
    return { ...EMPTY, name, ...read(readReport(file), result), tookMs: result.tookMs };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

const brokeOff = (name, output) => ({ failed: 1, failures: [{ title: `${name} broke off`, message: output }] });

/** `projects` are names of vitest.config.ts. */
function vitest(name, projects) {
  const args = projects.flatMap((project) => ["--project", project]);
  return withReport(
    name,
    (file) =>
      runNode("vitest/vitest.mjs", ["run", ...args, "--reporter=json", `--outputFile=${file}`], {
        env: { NODE_ENV: "test" },
      }),
    (report, { code, output }) => {
      if (!report) return brokeOff(name, output);
      if (report.testResults.length === 0) return { unavailable: "it has no tests" };
      const failures = report.testResults.flatMap(failuresOfFile);
      // Vitest also fails for an error outside of any test, such as a rejection nobody handled.
      if (code !== 0 && failures.length === 0) return brokeOff(name, output);
      const { numPassedTests, numPendingTests, numTodoTests } = report;
      return { passed: numPassedTests, failed: failures.length, skipped: numPendingTests + numTodoTests, failures };
    },
  );
}

function failuresOfFile({ name, status, message, assertionResults }) {
  const file = path.relative(process.cwd(), name);
  const failed = assertionResults.filter((test) => test.status === "failed");
  // A file that could not even be loaded has no tests to blame.
  if (status === "failed" && failed.length === 0) return [{ title: file, message }];
  return failed.map((test) => ({ title: `${file} › ${test.fullName}`, message: test.failureMessages.join("\n") }));
}

export const unit = () => vitest("unit", ["unit", "unit-dom"]);
export const scenario = () => vitest("scenario", ["scenario"]);
export const store = () => vitest("store", ["store"]);

/** The stories of a product that is missing are skipped; its name stays to be said. */
export async function realProxy() {
  const missing = missingProxies();
  const unavailable = missing.length === 0 ? null : `not installed: ${missing.join(", ")}`;
  if (missing.length === PROXY_PROGRAMS.length) return couldNotRun("real proxies", unavailable);
  return { ...(await vitest("real proxies", ["proxy"])), unavailable };
}

/** The browser ring drives the built application. */
export async function browser() {
  const missing = await browserProblem();
  if (missing) return couldNotRun("browser", missing);
  return withReport(
    "browser",
    (file) =>
      runNode("@playwright/test/cli.js", ["test", "--reporter=json"], {
        env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file, GUMSHOE_BUILT: "1" },
        limitMs: 30 * 60_000,
      }),
    (report, { output }) => {
      if (!report) return brokeOff("browser", output);
      const { expected, unexpected, flaky, skipped } = report.stats;
      if (expected + unexpected + flaky + skipped === 0) {
        const message = report.errors.map((error) => error.message).join("\n");
        return message ? brokeOff("browser", message) : { unavailable: "it has no tests" };
      }
      const failures = report.suites.flatMap((suite) => failuresOfSuite(suite, []));
      return { passed: expected + flaky, failed: unexpected, skipped, failures };
    },
  );
}

function failuresOfSuite(suite, above) {
  const titles = [...above, suite.title];
  const own = suite.specs
    .filter((spec) => !spec.ok)
    .map((spec) => {
      const errors = spec.tests.flatMap((test) => test.results.flatMap((result) => result.errors));
      return { title: [...titles, spec.title].join(" › "), message: errors.map((error) => error.message).join("\n") };
    });
  return [...own, ...(suite.suites ?? []).flatMap((inner) => failuresOfSuite(inner, titles))];
}

async function browserProblem() {
  if (findChromium()) return null;
  const { code, output } = await runNode("@playwright/test/cli.js", ["install", "chromium"], { limitMs: 5 * 60_000 });
  if (code === 0) return null;
  return `no Chromium on this machine, and Playwright could not download one (${output.split("\n").at(-1)})`;
}
