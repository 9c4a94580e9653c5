import { defineConfig } from "@playwright/test";
import { findChromium } from "./e2e/find-program.mjs";

const executablePath = findChromium();

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  globalSetup: "./e2e/build-app.mjs",
  outputDir: "test-results",
  forbidOnly: process.env["CI"] === "true",
  // Two at most, also on larger machines: each worker has a browser and a dashboard of its own.
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  use: {
    browserName: "chromium",
    headless: true,
    trace: "retain-on-failure",
    locale: "en-GB",
    timezoneId: "UTC",
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      // A system Chromium would otherwise look for updates and models; the tests open nothing but the dashboard.
      args: [
        ...["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
        ...["--disable-component-update", "--disable-sync", "--no-sandbox"],
      ],
    },
  },
});
