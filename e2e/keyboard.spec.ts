import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./gumshoe-test";
import { scenarioFile } from "./scenario-file";

test.use({ ownDashboard: true });

/** More stops than any page has; one that cannot be reached fails instead of turning in circles. */
const MOST_STOPS = 150;

/** Presses Tab until the control has the focus. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  await expect(control).toBeVisible();
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${control}.`);
}

test("from the upload button to the ticked checklist without a mouse", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("button", { name: "Choose files" })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();

  await tabTo(page, page.getByRole("button", { name: "Choose files" }));
  const picker = page.waitForEvent("filechooser");
  await page.keyboard.press("Enter");
  await (
    await picker
  ).setFiles(["access.log", "error.log", "nginx.conf"].map((name) => scenarioFile("one-of-three-down", name)));

  // Correct a value: arrows in a list.
  const analyse = page.getByRole("button", { name: "Analyse 3 files" });
  await expect(analyse).toBeEnabled();
  const tier = page.getByRole("combobox", { name: "Tier of access.log" });
  await tabTo(page, tier);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("option", { name: "Origin proxy" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("option", { name: "Edge or CDN" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(tier).toHaveText("Edge or CDN");
  await expect(tier).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("option", { name: "Edge or CDN" })).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("option", { name: "Origin proxy" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(tier).toHaveText("Origin proxy");

  await tabTo(page, analyse);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Done", { exact: true })).toHaveCount(3, { timeout: 30_000 });
  await page.keyboard.press("g");
  await page.keyboard.press("i");
  await expect(page.getByRole("heading", { level: 1, name: "Incidents" })).toBeVisible();
  await tabTo(page, page.getByRole("list", { name: "Incidents" }).getByRole("link"));
  await page.keyboard.press("Enter");

  const verdict = page.getByRole("region", { name: "Why" }).getByRole("listitem").first();
  await tabTo(page, verdict.getByRole("button", { name: /^\d+ lines?$/ }).first());
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Lines behind this signal" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(verdict.getByRole("button", { name: /^\d+ lines?$/ }).first()).toBeFocused();

  const checklist = page.getByRole("region", { name: "What to do" });
  const step = checklist
    .getByRole("listitem")
    .filter({ has: page.getByRole("checkbox") })
    .first();
  await tabTo(page, step.getByRole("checkbox"));
  await page.keyboard.press("Space");
  await expect(step.getByRole("checkbox")).toBeChecked();
  await tabTo(page, step.getByRole("textbox", { name: "Note" }));
  await page.keyboard.type("started app 3 again");
  await tabTo(page, step.getByRole("button", { name: "Save the note" }));
  await page.keyboard.press("Enter");
  await expect(step.getByText("2 changes")).toBeVisible();
  await expect(checklist.getByText(/^1 of \d+ settled$/)).toBeVisible();
});
