import { chooseFiles } from "./choose-files";
import { expectAccessible, expectNoSideScroll } from "./expect-accessible";
import { expect, test } from "./gumshoe-test";
import { scenarioFile } from "./scenario-file";

test.use({ ownDashboard: true });

const STORY = "edge-cannot-reach-origin";
const FILES = ["edge-access.log", "edge-error.log", "origin-access.log.gz", "origin-error.log"];

test("the logs of two tiers say what the origin never saw", async ({ page }) => {
  await page.goto("/import");
  await chooseFiles(
    page,
    FILES.map((name) => scenarioFile(STORY, name)),
  );
  await page.getByRole("button", { name: "Analyse 4 files" }).click();
  const imported = page.getByRole("region", { name: /^Imports of/ });
  await expect(imported.getByText("Done", { exact: true })).toHaveCount(FILES.length, { timeout: 30_000 });
  await imported.getByRole("link", { name: "Incidents" }).click();
  await page.getByRole("list", { name: "Incidents" }).getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("The edge cannot reach the origin");

  const card = page.getByRole("region", { name: "Edge against origin" });
  await expect(
    card.getByText("Of 546 failures at the edge the origin saw 0: the requests never arrived."),
  ).toBeVisible();
  await expect(card.getByText("602 requests during the incident, 546 gateway errors")).toBeVisible();
  await expect(card.getByText(/^The clocks agree to within 1 s/)).toBeVisible();
  const matrix = card.getByRole("region", { name: "Requests by status at the edge and at the origin" });
  const failures = matrix.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "504" }) });
  await expect(matrix.getByRole("columnheader", { name: "no line" })).toBeVisible();
  await expect(failures.getByRole("cell").first()).toHaveText("546");
  // Of what the origin did answer, the whole baseline and little of the incident.
  const successes = matrix.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "2xx" }) });
  await expect(successes.getByRole("cell").last()).toContainText("412 before");

  const plot = card.getByRole("application").first();
  const box = await plot.boundingBox();
  if (!box) throw new Error("there is no chart");
  // The first movement only enters the chart.
  for (const share of [0.45, 0.5]) await plot.hover({ position: { x: box.width * share, y: box.height / 2 } });
  await expect(card.getByText(/^Edge, Mon 16 Mar 2026, 17:(1[6-9]|2\d)$/)).toBeVisible();
  await expect(card.getByText(/^Origin, Mon 16 Mar 2026, 17:(1[6-9]|2\d)$/)).toBeVisible();

  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await expectNoSideScroll(page);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await expectAccessible(page);
    }
  }
});
