import type { Page } from "@playwright/test";
import { chooseFiles, givenFile } from "./choose-files";
import { expectAccessible, expectNoSideScroll } from "./expect-accessible";
import { expect, test } from "./gumshoe-test";
import { makeLog } from "./make-log";

test.use({ ownDashboard: true });

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const TODAY = Math.floor(Date.now() / DAY) * DAY;

/** An hour of the shop's log from 02:00 UTC, some days from now; its app servers fail from 02:30 on, for twelve minutes. */
function night(days: number): string {
  return makeLog({ fromMs: TODAY + days * DAY + 120 * MINUTE, minutes: 60, failing: { from: 30, to: 42 } });
}

/** Brings a log into the one source there is, and returns when it is read. */
async function bringIn(page: Page, name: string, text: string, nth: number): Promise<void> {
  await page.goto("/import");
  await chooseFiles(page, [givenFile(name, text)]);
  const analyse = page.getByRole("button", { name: "Analyse 1 file" });
  await expect(analyse).toBeEnabled();
  if (nth > 1) {
    const changed = page.waitForResponse((response) => response.request().method() === "PATCH" && response.ok());
    await page.getByRole("combobox", { name: "Source of these files" }).click();
    await page.getByRole("option", { name: /^Add to / }).click();
    await changed;
  }
  await analyse.click();
  await expect(page.getByText("Done", { exact: true })).toHaveCount(nth, { timeout: 30_000 });
}

test("what helped is at hand when a closed incident comes back", async ({ page }) => {
  test.setTimeout(120_000);
  // What is closed now lies between the two: nobody can have closed the second in advance.
  await bringIn(page, "first-night.log", night(-2), 1);
  await page.goto("/incidents?tz=UTC");
  const list = page.getByRole("list", { name: "Incidents" }).getByRole("link");
  await expect(list).toHaveCount(1, { timeout: 30_000 });
  await list.click();

  // The checklist asks for it once nothing is left to do.
  const checklist = page.getByRole("region", { name: "What to do" });
  await checklist.getByRole("textbox", { name: "You are" }).fill("Eva");
  const ticks = checklist.getByRole("checkbox");
  const fix = checklist.getByRole("listitem").filter({ hasText: "fix" }).getByRole("checkbox").first();
  const title = ((await fix.getAttribute("aria-label")) ?? "").replace("Done: ", "");
  for (const tick of await ticks.all()) {
    await tick.click();
    await expect(tick).toBeChecked();
  }
  await checklist.getByRole("button", { name: "Close incident" }).click();
  const dialog = page.getByRole("dialog", { name: "Close this incident" });
  const note = dialog.getByRole("textbox", { name: "What helped" });
  await note.fill("raised pm.max_children");
  await dialog.getByRole("button", { name: title, exact: true }).click();
  await expect(note).toHaveValue(`raised pm.max_children\n${title}`);
  await expect(dialog.getByRole("textbox", { name: "You are" })).toHaveValue("Eva");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Close incident" }).click();
  await expect(dialog).toBeHidden();
  const closing = page.getByRole("region", { name: "Closing" });
  await expect(closing).toContainText("Closed by Eva");
  await expect(closing).toContainText("raised pm.max_children");

  // It comes back.
  await bringIn(page, "second-night.log", night(2), 2);
  await page.goto("/incidents?tz=UTC");
  await expect(list).toHaveCount(2, { timeout: 30_000 });
  await expect(list.first()).toContainText("regression");
  await expect(list.last()).toContainText("closed");
  await page.getByRole("radio", { name: "Regressed 1" }).click();
  await expect(page).toHaveURL(/show=regressed/);
  await expect(list).toHaveCount(1);
  await list.click();
  const past = page.getByRole("region", { name: "Seen before" });
  await expect(past).toContainText(/Closed on .* by Eva; it has come back: regression\./);
  const [earlier] = await past.getByRole("listitem").all();
  await expect(earlier!).toContainText("same upstream 10.9.0.1:8080");
  await expect(earlier!).toContainText("raised pm.max_children");
  await expect(earlier!).toContainText("over in 12 min");
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await expectNoSideScroll(page);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await expectAccessible(page);
    }
  }

  // From the earlier one the return is seen too; opened again, its return is no regression any more.
  await past.getByRole("link").first().click();
  await expect(closing).toContainText("Closed by Eva");
  await expect(page.getByText(/It has come back since, on /)).toBeVisible();
  await page.getByRole("button", { name: "Open again" }).click();
  await expect(closing).toContainText("Opened again by Eva");
  await closing.getByText("2 changes").click();
  await expect(closing.getByRole("listitem")).toHaveCount(2);
  await page.goto("/incidents?show=closed&tz=UTC");
  await expect(page.getByText("No incident is closed")).toBeVisible();
  await page.goto("/incidents?show=open&tz=UTC");
  await expect(list.first()).toContainText("seen before");
});

test("an incident is closed and opened again without a mouse", async ({ page }) => {
  await bringIn(page, "night.log", night(-1), 1);
  await page.goto("/incidents");
  await page.getByRole("list", { name: "Incidents" }).getByRole("link").click();
  await page.getByRole("button", { name: "Close incident" }).first().focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Close this incident" });
  await expect(dialog.getByRole("textbox", { name: "What helped" })).toBeFocused();
  await page.keyboard.type("restarted app-2");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Ada");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("region", { name: "Closing" })).toContainText("Closed by Ada");
  await page.getByRole("button", { name: "Open again" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Closing" })).toContainText("Opened again by Ada");
});
