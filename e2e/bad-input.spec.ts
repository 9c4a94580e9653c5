import { gzipSync } from "node:zlib";
import { chooseFiles, givenFile } from "./choose-files";
import { expect, test } from "./gumshoe-test";
import { makeLog } from "./make-log";
import { scenarioText } from "./scenario-file";

test.use({ ownDashboard: true });

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

const BAD = [
  { name: "empty-access.log", content: "", says: /is empty/, advises: /nothing to read yet|Check that logging is on/ },
  { name: "chart.png", content: PNG, says: /picture|image|binary/i, advises: /log/ },
  {
    name: "page.html",
    content: "<!doctype html>\n<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>\n",
    says: /HTML|web page/i,
    advises: /log/,
  },
  {
    name: "notes.txt",
    content: "Dear colleagues,\n\nlast night the shop was slow again. Could somebody look into it?\n\nYours, Kim\n",
    says: /No log format fits this file/,
    advises: /log_format string|leave it out/,
  },
];

test("what is no log gets a sentence that says what to do", async ({ page }) => {
  await page.goto("/import");
  await chooseFiles(
    page,
    BAD.map(({ name, content }) => givenFile(name, content)),
  );
  for (const { name, says, advises } of BAD) {
    const card = page.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3, name }) });
    await expect(card.getByRole("alert")).toHaveText(says);
    await expect(card.getByRole("alert")).toHaveText(advises);
    await expect(card.getByRole("alert")).not.toHaveText(/Error:|\bat \/|undefined|\/tmp\//);
  }
  await expect(page.getByRole("button", { name: /^Analyse/ })).toBeDisabled();
});

test("a gzip file that ends early is read as far as it goes, and says so", async ({ page }) => {
  const packed = gzipSync(scenarioText("one-of-three-down", "access.log"));
  await page.goto("/import");
  await chooseFiles(page, [givenFile("cut.log.gz", packed.subarray(0, Math.floor(packed.length / 2)))]);
  await page.getByRole("button", { name: "Analyse 1 file" }).click();
  const files = page.getByRole("region", { name: /^Files of/ });
  await expect(files).toContainText("The gzip file breaks off before its end", { timeout: 30_000 });
  await expect(files).toContainText("copy it again for the rest");
  const row = files.getByRole("row").filter({ hasText: "Access log" });
  await expect(row).toContainText("Done");
});

test("a log full of markup, escape codes and bidi marks is shown as text everywhere", async ({ page }) => {
  const path = "/<script>window.pwned=1</script>/<img/src=x/onerror=alert(1)>/\u202egnp.exe\u2066";
  const agent = "\u001b[31mred\u001b[0m\u202e<svg/onload=alert(2)>";
  const log = makeLog({ minutes: 60, failing: { from: 30, to: 40 }, path, agent });
  await page.goto("/import");
  await chooseFiles(page, [givenFile("<img src=x onerror=alert(3)>.log", log)]);
  await expect(page.getByRole("heading", { level: 3 })).toHaveText("<img src=x onerror=alert(3)>.log");
  await expect(page.getByRole("region", { name: /^First lines of/ })).toContainText("<script>window.pwned=1</script>");
  await page.getByRole("radio", { name: "Raw" }).click();
  await expect(page.getByRole("region", { name: /^First lines of/ })).toContainText("<svg/onload=alert(2)>");
  await page.getByRole("button", { name: "Analyse 1 file" }).click();
  await expect(page.getByText("Done", { exact: true })).toBeVisible({ timeout: 30_000 });

  await page.getByRole("main").getByRole("link", { name: "Trends" }).click();
  await page.getByRole("tab", { name: "Path" }).click();
  await page.getByRole("button", { name: /<script>window\.pwned=1<\/script>/ }).click();
  await expect(page.getByRole("list", { name: "Filters" })).toContainText("<script>window.pwned=1</script>");
  await page.getByRole("tab", { name: "User agent" }).click();
  await expect(page.getByRole("region", { name: "User agent" })).toContainText("<svg/onload=alert(2)>");

  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Incidents" }).click();
  await page.getByRole("list", { name: "Incidents" }).getByRole("link").click();
  const lines = page.getByRole("region", { name: "Failing lines" });
  await expect(lines).toContainText("<script>window.pwned=1</script>");
  await expect(lines).toContainText("<svg/onload=alert(2)>");
  expect(await page.evaluate(() => "pwned" in window)).toBe(false);
});
