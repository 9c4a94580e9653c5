import { expectAccessible } from "./expect-accessible";
import { figureOf } from "./figure-of";
import { expect, test } from "./gumshoe-test";

test.use({ ownDashboard: true });

test("a newcomer tries a recorded incident, reads why, and ticks off the first step", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("finds when 502s spiked");
  await page.getByRole("button", { name: "Try a recorded incident" }).click();

  // Analysed before their eyes: the list comes first, and the finding appears in it without a reload.
  await expect(page).toHaveURL(/\/incidents\?source=/);
  const finding = page.getByRole("list", { name: "Incidents" }).getByRole("link");
  await expect(finding).toContainText("0 of", { timeout: 30_000 });
  await expect(finding).toContainText("10.1.31.13:8080");
  await finding.click();

  await expect(page).toHaveURL(/\/incidents\/[^/?]+$/);
  const cause = await page.getByRole("heading", { level: 1 }).innerText();
  await expect(
    page
      .getByRole("main")
      .getByText(/205 of .* requests/)
      .first(),
  ).toBeVisible();

  const hops = page.getByRole("list", { name: "Where the request fails" }).getByRole("listitem");
  await expect(hops).toHaveCount(4);
  await expect(hops.filter({ hasText: "Upstream" })).toContainText("205 of 207 requests failed");
  await expect(hops.filter({ hasText: "Client" })).toContainText("Working");
  await expect(hops.filter({ hasText: "Proxy" })).toContainText("Working");

  await expect(figureOf(page, "Onset")).toHaveText("08:14");
  await expect(figureOf(page, "Peak")).toHaveText(/^08:(1[4-9]|2[0-7])$/);
  await expect(figureOf(page, "End")).toHaveText(/^08:2[78]$/);

  const where = page.getByRole("region", { name: "Where", exact: true });
  await expect(where.getByRole("listitem").filter({ hasText: /^10\.1\.31\.13:8080$/ })).toBeVisible();
  await expect(where.getByRole("tab", { name: "Upstream" })).toHaveAttribute("aria-selected", "true");

  const verdict = page.getByRole("region", { name: "Why" }).getByRole("listitem").first();
  await expect(verdict.getByRole("heading", { level: 3 })).toHaveText(cause);
  await expect(verdict.getByText("Confirmed", { exact: true })).toBeVisible();
  const signal = verdict.getByRole("button", { name: /^\d+ lines?$/ }).first();
  const said = Number.parseInt(await signal.innerText(), 10);
  await signal.click();
  const lines = page.getByRole("dialog", { name: "Lines behind this signal" });
  await expect(lines.getByRole("listitem")).toHaveCount(said);
  for (const line of await lines.getByRole("listitem").all()) await expect(line).toContainText("10.1.31.13:8080");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(lines).toBeHidden();

  const checklist = page.getByRole("region", { name: "What to do" });
  await checklist.getByRole("textbox", { name: "You are" }).fill("Ada");
  const step = checklist
    .getByRole("listitem")
    .filter({ has: page.getByRole("checkbox") })
    .first();
  await expect(step.getByRole("group", { name: "Command" }).filter({ hasText: "10.1.31.13" }).first()).toBeVisible();
  await step.getByRole("textbox", { name: "Note" }).fill("app 3 was stopped; started it again");
  await step.getByRole("button", { name: "Save the note" }).click();
  await step.getByRole("checkbox").click();
  await expect(step.getByRole("checkbox")).toBeChecked();
  await expect(checklist.getByText(/^1 of \d+ settled$/)).toBeVisible();
  await expect(step.getByText("2 changes")).toBeVisible();

  await page.reload();
  await expect(step.getByRole("checkbox")).toBeChecked();
  await expect(checklist.getByRole("textbox", { name: "You are" })).toHaveValue("Ada");
  const title = step.getByRole("heading", { level: 3 }).getByRole("button");
  await title.click();
  await expect(step.getByRole("textbox", { name: "Note" })).toHaveValue("app 3 was stopped; started it again");
  await step.getByText("2 changes").click();
  await expect(step.getByText(/Ada: To do → Done/)).toBeVisible();
  await expect(step.getByText(/Ada: note “app 3 was stopped; started it again”/)).toBeVisible();

  await page.getByRole("main").getByRole("link", { name: "Incidents" }).click();
  await expect(finding).toContainText(/1 of \d+ steps/);
});
