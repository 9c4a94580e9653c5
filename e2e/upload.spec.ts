import { gzipSync } from "node:zlib";
import { chooseFiles, givenFile } from "./choose-files";
import { dropFiles } from "./drop-files";
import { expectAccessible } from "./expect-accessible";
import { figureOf } from "./figure-of";
import { expect, test } from "./gumshoe-test";
import { scenarioFile, scenarioText } from "./scenario-file";

test.use({ ownDashboard: true });

const STORY = "one-of-three-down";
const scenario = (name: string) => givenFile(name, scenarioText(STORY, name));

test("files dropped together are shown as they read, corrected, analysed and explained", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("region", { name: "Add logs" })).toBeVisible();
  // What comes later says more about what came first: the configuration its format, the access log its zone.
  await dropFiles(page, [scenario("error.log"), scenario("access.log"), scenario("nginx.conf")]);

  await expect(page).toHaveURL(/\/import$/);
  const batch = page.getByRole("region", { name: /ready to analyse$/ });
  await expect(batch.getByRole("heading", { level: 3 })).toHaveCount(3);
  await expect(batch.getByRole("combobox", { name: "What access.log is" })).toHaveText("Access log");
  await expect(batch.getByRole("combobox", { name: "What error.log is" })).toHaveText("Error log");
  await expect(batch.getByRole("combobox", { name: "What nginx.conf is" })).toHaveText("Proxy configuration");
  await expect(batch.getByRole("combobox", { name: "Format of access.log" })).toHaveText("nginx, format gateway");
  await expect(batch.getByRole("combobox", { name: "Tier of access.log" })).toHaveText("Origin proxy");

  const access = batch.getByRole("region", { name: "First lines of access.log" });
  await expect(access.getByRole("row").nth(1)).toContainText("2026-03-03 08:00:02");
  await expect(access.getByRole("row").nth(1)).toContainText("10.1.31.11:8080");
  await expect(batch.getByText("Not read:")).toHaveCount(0);

  await expectAccessible(page);
  // Times of an error log name no zone: the access log beside it says which, and a person can overrule that.
  const errors = batch.getByRole("region", { name: "First lines of error.log" });
  await expect(batch.getByText("from access.log")).toBeVisible();
  await expect(errors.getByRole("row").nth(1)).toContainText("2026-03-03 08:14:15");
  const zone = batch.getByRole("button", { name: "Time zone of error.log" });
  await zone.click();
  await page.getByPlaceholder("Zone, or offset such as +02:00").fill("+05:30");
  await page.getByRole("option", { name: "UTC+05:30" }).click();
  await expect(errors.getByRole("row").nth(1)).toContainText("2026-03-03 03:44:15");
  await zone.click();
  await page.getByPlaceholder("Zone, or offset such as +02:00").fill("Berlin");
  await page.getByRole("option", { name: "Europe/Berlin" }).click();
  await expect(errors.getByRole("row").nth(1)).toContainText("2026-03-03 08:14:15");

  const name = batch.getByRole("textbox", { name: "Name of the source" });
  await name.fill("Lantern shop");
  await name.press("Enter");
  await expect(page.getByRole("region", { name: "Files of Lantern shop, ready to analyse" })).toBeVisible();
  await batch.getByRole("button", { name: "Analyse 3 files" }).click();

  const imported = page.getByRole("region", { name: "Imports of Lantern shop" });
  await expect(imported.getByText("Done", { exact: true })).toHaveCount(3, { timeout: 30_000 });
  await expect(imported.getByRole("row").filter({ hasText: "access.log" })).toContainText("1,662");
  await imported.getByRole("link", { name: "Incidents" }).click();
  await page.getByRole("list", { name: "Incidents" }).getByRole("link").click();
  await expect(page.getByRole("main").getByText("Joined with the error log")).toBeVisible();
  await expect(page.getByRole("region", { name: "Why" }).getByText("Confirmed", { exact: true })).toBeVisible();
});

test("chosen, pasted and packed logs all read", async ({ page }) => {
  await page.goto("/import");
  await chooseFiles(page, [scenarioFile(STORY, "access.log")]);
  await expect(page.getByRole("heading", { level: 3, name: "access.log" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Analyse 1 file" })).toBeEnabled();

  await page.getByRole("button", { name: "Paste" }).click();
  const paste = page.getByRole("dialog", { name: "Paste log lines" });
  await paste
    .getByRole("textbox", { name: "Lines" })
    .fill(scenarioText(STORY, "error.log").split("\n").slice(0, 4).join("\n"));
  await paste.getByRole("textbox", { name: "Name" }).fill("from the terminal.log");
  await expectAccessible(page);
  await paste.getByRole("button", { name: "Add 4 lines" }).click();
  await expect(page.getByRole("combobox", { name: "What from the terminal.log is" })).toHaveText("Error log");
  await expect(page.getByRole("region", { name: "First lines of from the terminal.log" }).getByRole("row")).toHaveCount(
    5,
  );

  await chooseFiles(page, [givenFile("old-access.log.gz", gzipSync(scenarioText("keepalive-race", "access.log")))]);
  const packed = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "old-access.log.gz" }) });
  await expect(packed.getByText("gzip", { exact: true })).toBeVisible();
  await expect(packed.getByRole("combobox", { name: "What old-access.log.gz is" })).toHaveText("Access log");
  const lines = scenarioText("keepalive-race", "access.log").trimEnd().split("\n").length;
  const batch = page.getByRole("region", { name: /ready to analyse$/ }).filter({ has: packed });
  await batch.getByRole("button", { name: /^Analyse/ }).click();
  const row = page.getByRole("row").filter({ hasText: "old-access.log.gz" });
  await expect(row).toContainText("Done", { timeout: 30_000 });
  await expect(row).toContainText(lines.toLocaleString("en"));
});

test("the same file again adds nothing, a grown one only what is new, packed or not", async ({ page }) => {
  const all = scenarioText(STORY, "access.log").trimEnd().split("\n");
  const begun = `${all.slice(0, 1000).join("\n")}\n`;
  const whole = `${all.join("\n")}\n`;
  await page.goto("/import");
  const send = async (name: string, content: string | Buffer) => {
    await chooseFiles(page, [givenFile(name, content)]);
    await page.getByRole("button", { name: "Analyse 1 file" }).click();
    await expect(page.getByRole("row").filter({ hasText: name })).toContainText("Done", { timeout: 30_000 });
  };

  await send("monday.log", begun);
  await expect(page.getByRole("row").filter({ hasText: "monday.log" })).toContainText("1,000");
  await send("again.log", begun);
  await expect(
    page.getByText("Already imported: the 1,000 lines of this file were there before; 0 new lines."),
  ).toBeVisible();
  await send("tuesday.log", whole);
  const grown = page.getByRole("row").filter({ hasText: "tuesday.log" });
  await expect(grown).toContainText("1,000 known");
  await expect(grown).toContainText("662");
  await send("tuesday.log.gz", gzipSync(whole));
  await expect(
    page.getByText("Already imported: the 1,662 lines of this file were there before; 0 new lines."),
  ).toBeVisible();

  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Trends" }).click();
  await expect(figureOf(page, "Requests")).toHaveText("1,662");
});
