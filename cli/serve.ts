import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { findRoot } from "./find-root";
import { ServeProblem, serve as listen } from "@/server/http/serve";

export const serveHelp = `gumshoe serve [--port N] [--host ADDRESS] [--data-dir FOLDER]

Starts the dashboard. Default: http://localhost:5020, data in ./data of the installation.

  --port N           or GUMSHOE_PORT
  --host ADDRESS     or GUMSHOE_HOST; anything but loopback needs GUMSHOE_PASSWORD
  --data-dir FOLDER  or GUMSHOE_DATA_DIR
`;

/** Starts the dashboard and stays until it is told to stop. Returns the exit status: 2 where it could not start. */
export async function serve(args: readonly string[]): Promise<number> {
  try {
    const settings = readSettings(args, process.env);
    if (settings === "help") {
      process.stdout.write(serveHelp);
      return 0;
    }
    await run(settings);
    return 0;
  } catch (error) {
    if (!(error instanceof ServeProblem)) throw error;
    process.stderr.write(`gumshoe: ${error.message}\n`);
    return 2;
  }
}

type Settings = { port: number; host: string; dataDir: string; password: string | null; root: string };

function readSettings(args: readonly string[], env: NodeJS.ProcessEnv): Settings | "help" {
  const values = parseServeArgs(args);
  if (values.help) return "help";
  const root = findRoot();
  const dataDir = values["data-dir"] ?? env["GUMSHOE_DATA_DIR"];
  return {
    root,
    port: parsePort(values.port ?? env["GUMSHOE_PORT"] ?? "5020"),
    host: (values.host ?? env["GUMSHOE_HOST"] ?? "127.0.0.1").replace(/^\[(.*)\]$/, "$1"),
    dataDir: dataDir ? path.resolve(dataDir) : path.join(root, "data"),
    password: env["GUMSHOE_PASSWORD"] || null,
  };
}

function parseServeArgs(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: "string", short: "p" },
        host: { type: "string" },
        "data-dir": { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new ServeProblem(`${error instanceof Error ? error.message : String(error)} (see gumshoe serve --help)`);
  }
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new ServeProblem(`"${text}" is not a port; give a number from 1 to 65535, as in --port 5020`);
}

async function run({ root, port, host, dataDir, password }: Settings): Promise<void> {
  if (!existsSync(path.join(root, ".next/BUILD_ID"))) {
    throw new ServeProblem("the dashboard has not been built yet; npm start builds and serves it");
  }
  prepareDataDir(dataDir);
  // The dashboard's own code reads these, and so must everything that Next loads from here on.
  Object.assign(process.env, {
    GUMSHOE_ROOT: root,
    GUMSHOE_DATA_DIR: dataDir,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
  });
  const startedMs = performance.now();
  await listen({
    host,
    port,
    password,
    loadApp: async (boundPort) => {
      const { default: next } = await import("next");
      const app = next({ dev: false, dir: root, hostname: host, port: boundPort });
      await app.prepare();
      return { handle: app.getRequestHandler(), close: () => app.close() };
    },
    onReady: (address) => {
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
      process.stdout.write(`\n  Gumshoe is at ${address} (ready in ${seconds} s)\n  Data lies in ${dataDir}\n\n`);
    },
  });
}

function prepareDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.R_OK | constants.W_OK);
  } catch {
    throw new ServeProblem(`the data folder ${dataDir} cannot be written; choose another with --data-dir`);
  }
}
