import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const GUMSHOE = fileURLToPath(new URL("../dist/gumshoe.js", import.meta.url));
const run = promisify(execFile);

/**
 * What the built command line reports of a scenario.
 * @param {string[]} words `analyzeArguments` of its label
 * @returns {Promise<unknown>} the report of `analyze --json`
 */
export async function analyzeScenario(words) {
  const { stdout } = await run(process.execPath, [GUMSHOE, "analyze", "--json", ...words], { maxBuffer: 1 << 28 });
  return JSON.parse(stdout);
}
