import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test as base } from "@playwright/test";

export { expect } from "@playwright/test";

export type Dashboard = { url: string; dataDir: string };

/** Starts the built dashboard on a free port with an empty data folder, for as long as `use` takes. */
export async function withDashboard(
  use: (dashboard: Dashboard) => Promise<void>,
  { args = [], env = {} }: { args?: string[]; env?: Record<string, string> } = {},
): Promise<void> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "gumshoe-e2e-"));
  const child = spawn(process.execPath, ["dist/gumshoe.js", "serve", "--port", "0", "--data-dir", dataDir, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "exit");
  try {
    let output = "";
    const url = await new Promise<string>((resolve, reject) => {
      const read = (chunk: Buffer): void => {
        output += chunk.toString();
        const address = /Gumshoe is at (\S+)/.exec(output)?.[1];
        if (address) resolve(address);
      };
      child.stdout.on("data", read);
      child.stderr.on("data", read);
      child.on("exit", () => reject(new Error(`The dashboard did not start: ${output}`)));
    });
    await use({ url, dataDir });
  } finally {
    child.kill("SIGTERM");
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  }
}

/**
 * Every spec imports `test` from here. `page` and `request` talk to a dashboard that the specs of one worker share; after
 * `test.use({ ownDashboard: true })` each test has an empty one to itself.
 */
export const test = base.extend<{ ownDashboard: boolean }, { dashboard: Dashboard }>({
  ownDashboard: [false, { option: true }],
  dashboard: [async ({}, use) => withDashboard(use), { scope: "worker" }],
  baseURL: async ({ ownDashboard, dashboard }, use) =>
    ownDashboard ? withDashboard(({ url }) => use(url)) : use(dashboard.url),
});
