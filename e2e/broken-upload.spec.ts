import { writeFile } from "node:fs/promises";
import type { Request } from "@playwright/test";
import { chooseFiles } from "./choose-files";
import { expect, test } from "./gumshoe-test";
import { scenarioText } from "./scenario-file";

test.use({ ownDashboard: true, tolerated: /net::ERR_/ });

/** What the browser sends in one request, and so what a break may cost at most. */
const CHUNK_BYTES = 32 * 1024 * 1024;

/** A log of two full chunks and a bit. */
async function writeLarge(file: string): Promise<number> {
  const text = scenarioText("one-of-three-down", "access.log");
  const copies = Math.ceil((2.2 * CHUNK_BYTES) / text.length);
  await writeFile(file, text.repeat(copies));
  return copies * text.length;
}

const offsetOf = (request: Request) => Number(request.headers()["upload-offset"]);

test("an upload that breaks off goes on where it stopped", async ({ page }, testInfo) => {
  const file = testInfo.outputPath("large-access.log");
  const size = await writeLarge(file);
  let breaks = 0;
  await page.route("**/api/uploads/*", async (route) => {
    const breaksHere = route.request().method() === "PATCH" && offsetOf(route.request()) > 0 && breaks++ < 2;
    await (breaksHere ? route.abort("internetdisconnected") : route.continue());
  });
  const created: string[] = [];
  const sent: number[] = [];
  page.on("requestfinished", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/api/uploads")) created.push(request.url());
    if (request.method() === "PATCH" && request.url().includes("/api/uploads/")) sent.push(offsetOf(request));
  });
  await page.goto("/import");
  await chooseFiles(page, [file]);
  await expect(page.getByRole("button", { name: "Analyse 1 file" })).toBeEnabled({ timeout: 45_000 });
  expect(breaks).toBeGreaterThanOrEqual(2);
  expect(created).toHaveLength(1);
  expect(sent).toEqual([0, CHUNK_BYTES, 2 * CHUNK_BYTES]);
  const { imports } = await (await page.request.get("/api/imports")).json();
  expect(imports).toHaveLength(1);
  expect(imports[0]).toMatchObject({ sizeBytes: size, state: "ready", problem: null });
});

test("an upload whose tab was closed goes on when the same file is chosen again", async ({ page }, testInfo) => {
  const file = testInfo.outputPath("large-access.log");
  await writeLarge(file);
  // The second part never arrives: the line is dead, and the person gives up.
  await page.route("**/api/uploads/*", async (route) => {
    if (route.request().method() === "PATCH" && offsetOf(route.request()) > 0) return;
    await route.continue();
  });
  await page.goto("/import");
  const second = page.waitForRequest((request) => request.method() === "PATCH" && offsetOf(request) === CHUNK_BYTES);
  await chooseFiles(page, [file]);
  await second;
  await page.reload();
  await page.unrouteAll({ behavior: "ignoreErrors" });

  await expect(page.getByRole("heading", { name: "Unfinished uploads" })).toBeVisible();
  await expect(page.getByRole("progressbar", { name: "Uploaded of large-access.log" })).toBeVisible();
  await expect(page.getByText(/^33\.6 MB of /)).toBeVisible();
  const sent: number[] = [];
  page.on("request", (request) => {
    if (request.method() === "PATCH" && request.url().includes("/api/uploads/")) sent.push(offsetOf(request));
  });
  await chooseFiles(page, [file]);
  await expect(page.getByRole("button", { name: "Analyse 1 file" })).toBeEnabled({ timeout: 45_000 });
  expect(sent).toEqual([CHUNK_BYTES, 2 * CHUNK_BYTES]);
  await expect(page.getByRole("heading", { name: "Unfinished uploads" })).toBeHidden();
});
