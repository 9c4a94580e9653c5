import { chooseFiles, givenFile } from "./choose-files";
import { expectAccessible } from "./expect-accessible";
import { expect, test } from "./gumshoe-test";
import { scenarioText } from "./scenario-file";

test.use({ ownDashboard: true });

const RISK = "Several servers, and no second attempt";

test("a configuration alone is read for what leads to gateway errors", async ({ page }) => {
  await page.goto("/config");
  await expect(page.getByText("No configuration yet")).toBeVisible();
  await page.getByRole("link", { name: "Bring in a configuration" }).click();
  await chooseFiles(page, [givenFile("nginx.conf", scenarioText("one-of-three-down", "nginx.conf"))]);
  await page.getByRole("button", { name: "Analyse 1 file" }).click();
  await expect(page.getByRole("region", { name: /^Imports of / }).getByText("Done", { exact: true })).toBeVisible();

  await page.goto("/config");
  const main = page.getByRole("main");
  await expect(main.getByRole("heading", { name: RISK })).toBeVisible();
  await expect(main.getByText("nginx.conf:27")).toBeVisible();
  await expect(main.getByRole("group", { name: /^What to write at / })).toHaveText(
    "proxy_next_upstream error timeout;\nproxy_next_upstream_tries 2;",
  );
  await expectAccessible(page);

  await main.getByRole("radio", { name: /^Errors/ }).click();
  await expect(main.getByText("No errors")).toBeVisible();
  await expect(page).toHaveURL(/severity=error/);
  await main.getByRole("button", { name: "Show all 1" }).click();
  await expect(main.getByRole("heading", { name: RISK })).toBeVisible();
});
