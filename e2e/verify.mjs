// `npm run verify`: what must hold before every commit, in under a minute; needs no browser and no proxy.
import { build, exitWithReason, install, terminalReport } from "../cli/build.mjs";
import { reportRing, reportTotals } from "./report-rings.mjs";

await install().catch(exitWithReason);
await build("prepare", terminalReport).catch(exitWithReason);

const { format, lint, scenario, types, unit } = await import("./rings.mjs");
const rings = await Promise.all(
  [lint, types, format, unit, scenario].map(async (ring) => {
    const result = await ring();
    reportRing(result);
    return result;
  }),
);
process.exitCode = reportTotals(rings, { unavailableFails: false });
