import { execFile } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const GUMSHOE = fileURLToPath(new URL("../dist/gumshoe.js", import.meta.url));
const run = promisify(execFile);

/**
 * What the built command line reports of a scenario's files, told no more than their operator could say.
 * @param {string} folder the scenario's
 * @param {{ timezone: string, timezoneGiven?: boolean, tiersNamed?: boolean, files: { name: string, tier: string }[] }} label
 * @returns {Promise<unknown>} the report of `analyze --json`
 */
export async function analyzeScenario(folder, label) {
  const args = ["analyze", "--json"];
  if (label.timezoneGiven === true) args.push("--timezone", label.timezone);
  for (const { name, tier } of label.files)
    args.push(...(tier === "edge" && label.tiersNamed !== false ? ["--edge"] : []), path.join(folder, name));
  const { stdout } = await run(process.execPath, [GUMSHOE, ...args], { maxBuffer: 1 << 28 });
  return JSON.parse(stdout);
}
