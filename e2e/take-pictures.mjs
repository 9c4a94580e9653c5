// Takes the README's pictures of the running product: node e2e/take-pictures.mjs
// Builds, starts a dashboard on an empty data folder, brings in a recorded incident and photographs each page in both themes.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { findChromium } from "./find-program.mjs";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const PICTURES = path.join(ROOT, "e2e", "pictures");
const SAMPLE = "one-of-three-down";
const dataDir = mkdtempSync(path.join(tmpdir(), "gumshoe-pictures-"));

const dashboard = spawn(process.execPath, ["dist/gumshoe.js", "serve", "--port", "0", "--data-dir", dataDir], {
  cwd: ROOT,
  stdio: ["ignore", "pipe", "inherit"],
});

async function addressOf(child) {
  for await (const text of child.stdout) {
    const address = /Gumshoe is at (\S+)/.exec(String(text))?.[1];
    if (address !== undefined) return address;
  }
  throw new Error("The dashboard did not start; run npm run build first.");
}

async function firstIncident(base) {
  await fetch(`${base}/api/samples`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: base },
    body: JSON.stringify({ id: SAMPLE }),
  });
  for (let tries = 0; tries < 100; tries += 1) {
    const { incidents } = await (await fetch(`${base}/api/incidents`)).json();
    const { imports } = await (await fetch(`${base}/api/imports`)).json();
    if (incidents.length > 0 && imports.every(({ state }) => state === "done")) return incidents[0].id;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  throw new Error("The sample was not analysed within thirty seconds.");
}

try {
  const base = await addressOf(dashboard);
  const id = await firstIncident(base);
  mkdirSync(PICTURES, { recursive: true });
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: ["--no-sandbox", "--disable-gpu"],
  });
  const views = [
    ["trends", "/?tz=UTC", "light", 1280, 860],
    ["incident", `/incidents/${id}?tz=UTC`, "dark", 1280, 1180],
    ["phone", `/incidents/${id}?tz=UTC`, "light", 390, 844],
  ];
  for (const [name, address, colorScheme, width, height] of views) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme });
    await page.goto(base + address, { waitUntil: "networkidle" });
    await page.screenshot({ path: path.join(PICTURES, `${name}.png`) });
    await page.close();
  }
  await browser.close();
} finally {
  dashboard.kill("SIGTERM");
  await once(dashboard, "exit");
  rmSync(dataDir, { recursive: true, force: true });
}
