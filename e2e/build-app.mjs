import { build, terminalReport } from "../cli/build.mjs";

/** Playwright's global setup: the browser ring runs against the built application. */
export default async function buildForBrowser() {
  // `npm test` has just built it.
  if (process.env.GUMSHOE_BUILT !== "1") await build("app", terminalReport);
}
