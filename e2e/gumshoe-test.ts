import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, request as requestModule, test as base } from "@playwright/test";
import { incidentListSchema } from "@/core/contract/incidents";

export { expect } from "@playwright/test";

export type Dashboard = { url: string; dataDir: string };

/** The recorded incident that the product offers first, as it stands in a dashboard. */
export type Sample = { sourceId: string; incidentId: string };

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

async function bringInSample(url: string): Promise<Sample> {
  const api = await requestModule.newContext({ baseURL: url });
  try {
    const answer = await api.post("/api/samples", { data: { id: "one-of-three-down" } });
    const { sourceId } = await answer.json();
    let incidentId: string | undefined;
    await expect
      .poll(
        async () => {
          const list = await (await api.get(`/api/incidents?source=${sourceId}`)).json();
          incidentId = incidentListSchema.parse(list).incidents[0]?.id;
          return incidentId;
        },
        { timeout: 30_000 },
      )
      .toBeDefined();
    return { sourceId, incidentId: incidentId ?? "" };
  } finally {
    await api.dispose();
  }
}

/**
 * Every spec imports `test` from here. `page` and `request` talk to a dashboard that the specs of one worker share; after
 * `test.use({ ownDashboard: true })` each test has an empty one to itself. `sample` is a recorded incident in the shared one.
 *
 * A test fails when its page logs an error, throws or opens a dialog of the browser: nothing in the product does, and a script
 * that came out of a log would. `tolerated` matches what a test provokes on purpose.
 */
export const test = base.extend<
  { ownDashboard: boolean; tolerated: RegExp; quietPage: void },
  { dashboard: Dashboard; sample: Sample }
>({
  ownDashboard: [false, { option: true }],
  tolerated: [/^(?!)/, { option: true }],
  dashboard: [async ({}, use) => withDashboard(use), { scope: "worker" }],
  sample: [async ({ dashboard }, use) => use(await bringInSample(dashboard.url)), { scope: "worker", timeout: 60_000 }],
  baseURL: async ({ ownDashboard, dashboard }, use) =>
    ownDashboard ? withDashboard(({ url }) => use(url)) : use(dashboard.url),
  quietPage: [
    async ({ page, tolerated }, use) => {
      const heard: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error") heard.push(`console: ${message.text()} ${message.location().url}`);
      });
      page.on("pageerror", (error) => heard.push(`thrown: ${error.message}`));
      page.on("dialog", (dialog) => {
        heard.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      await use();
      expect(heard.filter((line) => !tolerated.test(line))).toEqual([]);
    },
    { auto: true },
  ],
});
