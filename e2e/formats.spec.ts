import { makeZip } from "@/server/ingest/make-archive.fixture";
import { chooseFiles, givenFile } from "./choose-files";
import { expectAccessible } from "./expect-accessible";
import { expect, test } from "./gumshoe-test";
import { scenarioText } from "./scenario-file";

test.use({ ownDashboard: true });

const STORY = "haproxy-one-of-three-down";

test("another product's logs out of an archive are read, named and explained in its own words", async ({ page }) => {
  await page.goto("/import");
  const entries = ["haproxy.log", "haproxy.cfg"].map((name) => ({ name, data: scenarioText(STORY, name) }));
  await chooseFiles(page, [givenFile("gateway.zip", makeZip(entries))]);

  const batch = page.getByRole("region", { name: /ready to analyse$/ });
  await expect(batch.getByRole("heading", { level: 3 })).toHaveText([/haproxy\.cfg/, /haproxy\.log/]);
  // The configuration names the header that it captures, so the format is its frontend's.
  await expect(batch.getByRole("combobox", { name: /^Format of .*haproxy\.log$/ })).toHaveText(
    "HAProxy, format httplog of frontend fe_http",
  );
  await expect(batch.getByText("in syslog")).toBeVisible();
  await expect(batch.getByRole("combobox", { name: /^What .*haproxy\.cfg is$/ })).toHaveText("Proxy configuration");
  await expectAccessible(page);
  await batch.getByRole("button", { name: "Analyse 2 files" }).click();

  const imported = page.getByRole("region", { name: /^Imports of / });
  await expect(imported.getByText("Done", { exact: true })).toHaveCount(2, { timeout: 30_000 });
  await imported.getByRole("link", { name: "Incidents" }).click();
  await page.getByRole("list", { name: "Incidents" }).getByRole("link").click();

  const main = page.getByRole("main");
  await expect(main.getByRole("heading", { name: "The upstream refused the connection", level: 1 })).toBeVisible();
  await expect(main.getByText(/the server refused the connection \(SC\) in the access log/).first()).toBeVisible();
  await expect(main.getByText("155 kept")).toBeVisible();
  await expect(main.getByText(/nginx/)).toHaveCount(0);
  await expectAccessible(page);
});

test("the formats page lists every product, and finds one by a word", async ({ page }) => {
  await page.goto("/formats");
  await expect(
    page.getByRole("navigation", { name: "Products" }).getByRole("link", { name: /^Cloudflare/ }),
  ).toBeVisible();
  await page.getByRole("searchbox", { name: "Find a format" }).fill("HAPROXY");
  await expect(page).toHaveURL(/find=HAPROXY/);
  await expect(page.getByRole("heading", { level: 2, name: "HAProxy", exact: true })).toBeVisible();
  await expect(page.getByRole("heading", { level: 2, name: "Cloudflare", exact: true })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("searchbox", { name: "Find a format" }).fill("no such words");
  await expect(page.getByText("No format fits these words")).toBeVisible();
});
