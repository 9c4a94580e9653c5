import { readFileSync } from "node:fs";
import path from "node:path";
import { findRoot } from "./find-root";

/** The version in package.json. */
export function version(): string {
  const parsed: unknown = JSON.parse(readFileSync(path.join(findRoot(), "package.json"), "utf8"));
  return typeof parsed === "object" && parsed !== null && "version" in parsed ? String(parsed.version) : "unknown";
}
