// `npm test`: every ring, from the source alone. Installs and builds what is missing, gets a browser and proxies where the
// system can give them, and says at the end what it could not run; with CI=true that counts as failure.
import { BuildFailure, build, terminalReport } from "../cli/build.mjs";
import { reportRing, reportTotals } from "./report-rings.mjs";

const unavailableFails = process.env.CI === "true";
process.exitCode = await main();

async function main() {
  try {
    await build("app", terminalReport);
  } catch (error) {
    const message = error instanceof BuildFailure ? error.message : String(error.stack);
    const broken = { name: "build", passed: 0, failed: 1, skipped: 0, unavailable: null, tookMs: 0 };
    return reportTotals([{ ...broken, failures: [{ title: "build", message }] }], { unavailableFails });
  }
  const { installSystemPackages } = await import("./system-packages.mjs");
  const problem = await installSystemPackages();
  if (problem) console.log(`  – system packages ${problem}`);

  const rings = await import("./rings.mjs");
  const results = [];
  const run = async (ring) => {
    const result = await ring();
    reportRing(result);
    results.push(result);
  };
  await Promise.all([rings.format, rings.lint, rings.types].map(run));
  // One after the other from here: they measure time-outs and real servers, and should not starve one another.
  for (const ring of [rings.unit, rings.scenario, rings.store, rings.realProxy, rings.browser]) await run(ring);
  return reportTotals(results, { unavailableFails });
}
