import { request as requestModule } from "@playwright/test";
import { expect, test, withDashboard } from "./gumshoe-test";

test("the dashboard opens without the browser blocking any of its content", async ({ page }) => {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (/content security policy|refused to|mime type/i.test(message.text())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  const response = await page.goto("/", { waitUntil: "load" });
  expect(response?.status()).toBe(200);
  await expect(page.getByRole("main")).toBeVisible();
  expect(complaints).toEqual([]);
});

test("every answer forbids framing and remote origins", async ({ request }) => {
  const headers = (await request.get("/")).headers();
  expect(headers["content-security-policy"]).toContain("default-src 'self'");
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  expect(headers["content-security-policy"]).not.toContain("http");
  expect(headers["x-content-type-options"]).toBe("nosniff");
});

test("a foreign name and a foreign site are turned away", async ({ request }) => {
  expect((await request.get("/", { headers: { host: "rebound.example" } })).status()).toBe(421);
  expect((await request.post("/", { headers: { origin: "https://elsewhere.example" } })).status()).toBe(403);
  expect((await request.post("/", { headers: { "sec-fetch-site": "cross-site" } })).status()).toBe(403);
});

test("with a password set, pages and assets alike ask for it", async () => {
  await withDashboard(
    async ({ url }) => {
      const anonymous = await requestModule.newContext();
      const knowing = await requestModule.newContext({ httpCredentials: { username: "any", password: "open sesame" } });
      const guessing = await requestModule.newContext({ httpCredentials: { username: "any", password: "guess" } });
      for (const path of ["/", "/api/none", "/_next/static/none.js"]) {
        const refused = await anonymous.get(url + path);
        expect(refused.status()).toBe(401);
        expect(refused.headers()["www-authenticate"]).toContain("Basic");
      }
      expect((await knowing.get(url)).status()).toBe(200);
      expect((await guessing.get(url)).status()).toBe(401);
      await Promise.all([anonymous.dispose(), knowing.dispose(), guessing.dispose()]);
    },
    { env: { GUMSHOE_PASSWORD: "open sesame" } },
  );
});
