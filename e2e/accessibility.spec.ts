import type { Page } from "@playwright/test";
import { chooseFiles } from "./choose-files";
import { expectAccessible, expectNoSideScroll } from "./expect-accessible";
import { expect, test } from "./gumshoe-test";
import { scenarioFile } from "./scenario-file";

const SIZES = [
  { name: "a desk", width: 1440, height: 900 },
  { name: "a phone", width: 390, height: 844 },
];

/** Both themes of a page as it stands, and its width. */
async function checkBothThemes(page: Page): Promise<void> {
  await expectNoSideScroll(page);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expectAccessible(page);
  }
}

for (const { name, width, height } of SIZES) {
  test.describe(`on ${name}`, () => {
    test.use({ viewport: { width, height } });

    test("every page with logs in it is accessible in both themes", async ({ page, sample }) => {
      test.setTimeout(120_000);
      const { sourceId, incidentId } = sample;
      await page.goto(`/?source=${sourceId}`);
      await expect(page.getByRole("region", { name: "Upstream" })).toContainText("10.1.31.13:8080");
      await checkBothThemes(page);
      await page.goto(`/incidents?source=${sourceId}`);
      await expect(page.getByRole("list", { name: "Incidents" }).getByRole("link")).toBeVisible();
      await checkBothThemes(page);
      await page.goto(`/incidents/${incidentId}`);
      await expect(page.getByRole("region", { name: "Failing lines" }).getByRole("listitem").first()).toBeVisible();
      await checkBothThemes(page);
      await page.goto("/import");
      await expect(page.getByRole("region", { name: /^Files of Sample/ })).toBeVisible();
      await chooseFiles(page, [scenarioFile("slow-upstream", "error.log")]);
      await expect(page.getByRole("region", { name: "First lines of error.log" }).getByRole("row")).toHaveCount(26);
      await checkBothThemes(page);
      await page.getByRole("button", { name: "Remove error.log" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
      await expect(page.getByRole("button", { name: "Remove error.log" })).toBeHidden();
      await page.goto("/guide");
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await checkBothThemes(page);
      await page.goto("/formats");
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await checkBothThemes(page);
    });

    test.describe("before any log", () => {
      test.use({ ownDashboard: true, tolerated: /status of 404/ });

      test("every page is accessible in both themes", async ({ page }) => {
        await page.goto("/");
        await expect(page.getByRole("button", { name: "Try a recorded incident" })).toBeVisible();
        await checkBothThemes(page);
        await page.goto("/incidents");
        await expect(page.getByText("No logs yet")).toBeVisible();
        await expect(page.getByRole("button", { name: "Try a recorded incident" })).toBeVisible();
        await checkBothThemes(page);
        await page.goto("/import");
        await expect(page.getByRole("button", { name: "Try a recorded incident" })).toBeVisible();
        await checkBothThemes(page);
        await page.goto("/incidents/none");
        await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
        await checkBothThemes(page);
        await page.goto("/nowhere");
        await expect(page.getByText("There is nothing at this address")).toBeVisible();
        await checkBothThemes(page);
      });
    });
  });
}
