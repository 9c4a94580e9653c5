import { readFile, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { chooseFiles, givenFile } from "./choose-files";
import { expectAccessible } from "./expect-accessible";
import { figureOf } from "./figure-of";
import { expect, test } from "./gumshoe-test";
import { makeLog } from "./make-log";

test.use({ ownDashboard: true });

test("lines that could not be read are counted, explained and handed back", async ({ page }) => {
  const good = makeLog({ minutes: 20 }).trimEnd().split("\n");
  const bad = ["-- logrotate was here --", "198.51.100.7 - - [12/May/2026:00:07:", '{"stray":"json"}'];
  const mixed = [...good.slice(0, 100), bad[0], ...good.slice(100, 200), bad[1], bad[2], ...good.slice(200)];
  await page.goto("/import");
  await chooseFiles(page, [givenFile("mixed.log", `${mixed.join("\n")}\n`)]);
  await page.getByRole("button", { name: "Analyse 1 file" }).click();
  const row = page.getByRole("row").filter({ hasText: "mixed.log" });
  await expect(row).toContainText("Done", { timeout: 30_000 });
  await row.getByRole("button", { name: "3 lines of mixed.log were not read: show why" }).click();

  const dialog = page.getByRole("dialog", { name: "3 lines were not read" });
  const rows = dialog.getByRole("region", { name: "Rejected lines" }).getByRole("row");
  await expect(rows).toHaveCount(4);
  for (const [index, line] of [101, 202, 203].entries()) {
    const shown = rows.filter({ hasText: bad[index] ?? "" });
    await expect(shown.getByRole("cell").nth(0)).toHaveText(String(line));
    await expect(shown.getByRole("cell").nth(1)).toHaveText(/\w+ \w+/);
  }
  await expectAccessible(page);
  const download = page.waitForEvent("download");
  await dialog.getByRole("link", { name: "Download rejected lines" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/mixed/);
  const text = await readFile(await file.path(), "utf8");
  for (const line of bad) expect(text).toContain(line);
  expect(text).not.toContain(good[0]);
});

test("a long import is cancelled, resumed and ends with every line exactly once", async ({ page }, testInfo) => {
  // Members of one gzip file follow one another: long to read, quick to write.
  const text = makeLog({ minutes: 100, perMinute: 400 });
  const copies = 40;
  const member = gzipSync(text, { level: 1 });
  const file = testInfo.outputPath("long.log.gz");
  await writeFile(file, Buffer.concat(Array<Buffer>(copies).fill(member)));
  const lines = (copies * 100 * 400).toLocaleString("en");

  await page.goto("/import");
  await chooseFiles(page, [file]);
  await page.getByRole("button", { name: "Analyse 1 file" }).click();
  const progress = page.getByRole("main").getByRole("progressbar", { name: "Reading long.log.gz" });
  await expect(progress).toBeVisible();
  await page.getByRole("button", { name: "Cancel long.log.gz" }).click();
  const row = page.getByRole("row").filter({ hasText: "long.log.gz" });
  await expect(row).toContainText("Cancelled");
  await expect(row).not.toContainText(lines);

  await row.getByRole("button", { name: "Go on with long.log.gz" }).click();
  await expect(page.getByText(/^[\d,]+ lines$/)).toBeVisible();
  await expect(page.getByText(/lines\/s$/)).toBeVisible();
  await expect(row).toContainText("Done", { timeout: 60_000 });
  await expect(row).toContainText(lines);
  await page.getByRole("main").getByRole("link", { name: "Trends" }).click();
  await expect(figureOf(page, "Requests")).toHaveText(lines);
});

test("deleting an import takes its incidents and its traffic out", async ({ page }) => {
  await page.goto("/import");
  await chooseFiles(page, [
    givenFile("copper.log", makeLog({ minutes: 60, failing: { from: 30, to: 42 } })),
    givenFile("quiet.log", makeLog({ fromMs: Date.UTC(2026, 4, 13), minutes: 60, perMinute: 10 })),
  ]);
  await page.getByRole("button", { name: "Analyse 2 files" }).click();
  await expect(page.getByText("Done", { exact: true })).toHaveCount(2, { timeout: 30_000 });
  const nav = page.getByRole("navigation", { name: "Main" });
  await nav.getByRole("link", { name: "Incidents" }).click();
  await expect(page.getByRole("list", { name: "Incidents" }).getByRole("link")).toHaveCount(1);
  const incident = (await page.getByRole("list", { name: "Incidents" }).getByRole("link").getAttribute("href")) ?? "";

  await nav.getByRole("link", { name: "Logs" }).click();
  await page.getByRole("button", { name: "Delete copper.log" }).click();
  const question = page.getByRole("dialog", { name: "Delete this import?" });
  await expect(question).toContainText("1,200 lines");
  await question.getByRole("button", { name: "Keep" }).click();
  await expect(page.getByRole("row").filter({ hasText: "copper.log" })).toBeVisible();
  await page.getByRole("button", { name: "Delete copper.log" }).click();
  await question.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("row").filter({ hasText: "copper.log" })).toHaveCount(0);
  await expect(page.getByRole("row").filter({ hasText: "quiet.log" })).toBeVisible();

  await nav.getByRole("link", { name: "Incidents" }).click();
  await expect(page.getByText("No incident found")).toBeVisible();
  await nav.getByRole("link", { name: "Trends" }).click();
  await expect(figureOf(page, "Requests")).toHaveText("600");
  await expect(figureOf(page, "Gateway errors")).toHaveText("0");
  expect((await page.request.get(`/api${incident}`)).status()).toBe(404);
});
