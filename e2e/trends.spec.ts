import type { Page } from "@playwright/test";
import { chooseFiles, givenFile } from "./choose-files";
import { figureOf } from "./figure-of";
import { expect, test } from "./gumshoe-test";
import { makeLog } from "./make-log";

const rangeButton = (page: Page) =>
  page.getByRole("main").getByRole("button", { name: /\d{2}:\d{2} – .*\d{2}:\d{2}$/ });

/** Where the errors chart stands, once it is drawn. */
async function plotOf(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  const chart = page.getByRole("region", { name: "Errors" }).getByRole("application");
  await expect(chart.getByText("08:00")).toBeVisible();
  await chart.scrollIntoViewIfNeeded();
  const box = await chart.boundingBox();
  if (box === null) throw new Error("The chart of errors is not drawn.");
  return box;
}

test("drawing on the chart zooms, the back button undoes it, and the address restores it", async ({ page, sample }) => {
  await page.goto(`/?source=${sample.sourceId}`);
  await expect(figureOf(page, "Requests")).toHaveText("1,662");
  await expect(rangeButton(page)).toContainText("08:00 – 08:4");
  const plot = await plotOf(page);
  await page.mouse.move(plot.x + plot.width * 0.3, plot.y + plot.height * 0.5);
  await page.mouse.down();
  await page.mouse.move(plot.x + plot.width * 0.45, plot.y + plot.height * 0.5, { steps: 4 });
  await page.mouse.move(plot.x + plot.width * 0.6, plot.y + plot.height * 0.5, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(/[?&]from=\d+.*&to=\d+|[?&]to=\d+.*&from=\d+/);
  await expect(rangeButton(page)).not.toContainText("08:00 –");
  const zoomed = await rangeButton(page).innerText();
  await expect(figureOf(page, "Requests")).not.toHaveText("1,662");
  const requests = await figureOf(page, "Requests").innerText();

  await page.reload();
  await expect(rangeButton(page)).toHaveText(zoomed);
  await expect(figureOf(page, "Requests")).toHaveText(requests);
  await page.goBack();
  await expect(figureOf(page, "Requests")).toHaveText("1,662");
  await expect(rangeButton(page)).toContainText("08:00 –");
  await page.goForward();
  await expect(rangeButton(page)).toHaveText(zoomed);
  await page.getByRole("button", { name: "Zoom out" }).click();
  await expect(rangeButton(page)).not.toHaveText(zoomed);
});

test("filters, unit, zone and legend change what is shown and live in the address", async ({ page, sample }) => {
  await page.goto(`/?source=${sample.sourceId}`);
  await page.getByRole("button", { name: "10.1.31.13:8080" }).click();
  await expect(figureOf(page, "Requests")).not.toHaveText("1,662");
  const requests = await figureOf(page, "Requests").innerText();
  const errors = page.getByRole("region", { name: "Errors" });
  await expect(errors.getByRole("heading")).toContainText("responses");
  await page.getByRole("radio", { name: "Ratio" }).click();
  await expect(errors.getByRole("heading")).toContainText("share of requests");
  await expect(
    errors
      .getByRole("application")
      .getByText(/^\d+ %$/)
      .first(),
  ).toBeVisible();
  await page.getByRole("combobox", { name: "Time zone" }).click();
  await page.getByRole("option", { name: "Asia/Tokyo" }).click();
  await expect(rangeButton(page)).toContainText("17:00 – 17:4");
  await expect(errors.getByRole("application").getByText("17:00")).toBeVisible();
  await errors.getByRole("button", { name: /^502/ }).click();
  await expect(errors.getByRole("button", { name: /^502/ })).toHaveAttribute("aria-pressed", "false");
  await page.getByRole("tab", { name: "Host" }).click();
  await expect(page.getByRole("region", { name: "Host" })).toContainText("www.lantern-shop.test");

  await page.reload();
  await expect(figureOf(page, "Requests")).toHaveText(requests);
  await expect(errors.getByRole("heading")).toContainText("share of requests");
  await expect(page.getByRole("radio", { name: "Ratio" })).toBeChecked();
  await expect(rangeButton(page)).toContainText("17:00");
  await expect(errors.getByRole("button", { name: /^502/ })).toHaveAttribute("aria-pressed", "false");
  await expect(page.getByRole("tab", { name: "Host" })).toHaveAttribute("aria-selected", "true");

  await errors.getByRole("button", { name: /^502/ }).click();
  await expect(errors.getByRole("button", { name: /^502/ })).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("button", { name: "Remove the filter Upstream 10.1.31.13:8080" }).click();
  await expect(figureOf(page, "Requests")).toHaveText("1,662");
});

test("the incident's band on the chart opens it", async ({ page, sample }) => {
  await page.goto(`/?source=${sample.sourceId}`);
  const plot = await plotOf(page);
  await expect(page.getByRole("heading", { name: "1 incident" })).toBeVisible();
  // The incident lies in the middle third of the log; the bars of it do not reach the upper edge.
  await page.mouse.click(plot.x + plot.width * 0.52, plot.y + plot.height * 0.1);
  await expect(page).toHaveURL(new RegExp(`/incidents/${sample.incidentId}`));
  await page.getByRole("link", { name: "Open in trends" }).click();
  await expect(page).toHaveURL(/from=\d+/);
  await expect(page.getByRole("button", { name: "Remove the filter Upstream 10.1.31.13:8080" })).toBeVisible();
});

test("quick ranges count back from the last logged moment", async ({ page }) => {
  const log = makeLog({ minutes: 26 * 60, perMinute: 2, failing: { from: 20 * 60, to: 20 * 60 + 30 } });
  await page.goto("/import");
  await chooseFiles(page, [givenFile("yesterday.log", log)]);
  await page.getByRole("button", { name: "Analyse 1 file" }).click();
  await expect(page.getByRole("row").filter({ hasText: "yesterday.log" })).toContainText("Done", { timeout: 30_000 });
  await page
    .getByRole("region", { name: /^Imports of/ })
    .filter({ hasText: "yesterday.log" })
    .getByRole("link", { name: "Trends" })
    .click();
  await expect(figureOf(page, "Requests")).toHaveText("3,120");
  await page.getByRole("radio", { name: "Last hour" }).click();
  await expect(figureOf(page, "Requests")).toHaveText(/^1[12]\d$/);
  await expect(page).toHaveURL(/from=\d+/);
  await page.reload();
  await expect(page.getByRole("radio", { name: "Last hour" })).toBeChecked();
  await page.getByRole("radio", { name: "All" }).click();
  await expect(figureOf(page, "Requests")).toHaveText("3,120");

  await rangeButton(page).click();
  await page.getByRole("textbox", { name: "From" }).fill("2026-05-12T20:00");
  await page.getByRole("textbox", { name: "To" }).fill("2026-05-12T20:30");
  await page.getByRole("button", { name: "Show this range" }).click();
  await expect(figureOf(page, "Requests")).toHaveText("60");
  await expect(figureOf(page, "Gateway errors")).toHaveText("30");
});
