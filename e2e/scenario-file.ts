import { readFileSync } from "node:fs";
import path from "node:path";

/** Where a file of a recorded scenario lies, e.g. `scenarioFile("one-of-three-down", "access.log")`. */
export function scenarioFile(story: string, name: string): string {
  return path.join("e2e", "scenarios", story, name);
}

/** The text of a file of a recorded scenario. */
export function scenarioText(story: string, name: string): string {
  return readFileSync(scenarioFile(story, name), "utf8");
}
