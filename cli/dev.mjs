// `npm run dev`: Next in development mode on loopback, with the same environment as `serve`, and dist/ (the command line
// and the workers) rebuilt on every change.
import { spawn } from "node:child_process";
import path from "node:path";
import { build, exitWithReason, root, terminalReport, watchBundles } from "./build.mjs";

await build("prepare", terminalReport).catch(exitWithReason);
await watchBundles().catch(exitWithReason);

const dataDir = path.resolve(root, process.env.GUMSHOE_DATA_DIR ?? "data");
const port = process.env.GUMSHOE_PORT ?? "5020";
const next = spawn(
  process.execPath,
  ["node_modules/next/dist/bin/next", "dev", "--hostname", "127.0.0.1", "--port", port, ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, GUMSHOE_ROOT: root, GUMSHOE_DATA_DIR: dataDir, NEXT_TELEMETRY_DISABLED: "1" },
  },
);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => next.kill(signal));
next.on("exit", (code) => process.exit(code ?? 0));
