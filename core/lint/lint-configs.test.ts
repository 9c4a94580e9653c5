import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { lintConfigs } from "./lint-configs";
import { LINT_RULES } from "./rule-registry";

const outer = (server: string) =>
  `events {}\nhttp {\n upstream app {\n server ${server};\n }\n server {\n listen 80;\n location / {\n proxy_pass http://app;\n }\n }\n}\n`;
const INNER = outer("10.0.0.9:3000")
  .replace("listen 80;", "listen 8080;")
  .replace("proxy_pass http://app;", "proxy_pass http://app;\n proxy_read_timeout 5m;");
const twoTiers = (server: string) =>
  lintConfigs([
    { name: "edge/nginx.conf", text: outer(server) },
    { name: "origin/nginx.conf", text: INNER },
  ]).risks;

describe("lintConfigs", () => {
  it("takes two main files of one product for two proxies, one behind the other", () => {
    expect(twoTiers("127.0.0.1:8080")).toMatchObject([
      { rule: "gives-up-before-the-inner", file: "edge/nginx.conf", severity: "warning", certainty: "likely" },
    ]);
  });

  it("is less sure of it where the port alone fits, which other machines have too", () => {
    const [risk] = twoTiers("10.0.0.1:8080");
    expect(risk).toMatchObject({ rule: "gives-up-before-the-inner", severity: "notice", certainty: "possible" });
    expect(risk?.why).toMatch(/^If 10\.0\.0\.1:8080 is the nginx of these files:/);
    expect(twoTiers("10.0.0.1:8081")).toEqual([]);
  });

  it("finds no error in the configurations that the recorded stories ran with", () => {
    const folder = path.resolve("e2e/scenarios");
    const configs = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
      /(?:\.conf|\.cfg|Caddyfile)$/.test(name),
    );
    expect(configs.length).toBeGreaterThan(15);
    const errors = configs.flatMap((name) =>
      lintConfigs([{ name, text: readFileSync(path.join(folder, name), "utf8") }]).risks.filter(
        ({ severity }) => severity === "error",
      ),
    );
    expect(errors.map(({ rule, file }) => `${rule} ${file}`)).toEqual([]);
  });

  it("lists fifty of a kind, and says how many more there are", () => {
    const blocks = Array.from({ length: 60 }, (_, at) => `location /${at.toString()} { return 502; }`);
    const { risks, notListed } = lintConfigs([{ name: "nginx.conf", text: `server {\n${blocks.join("\n")}\n}\n` }]);
    expect([risks.length, notListed]).toEqual([50, 10]);
  });

  it("survives files that are cut, or put together the wrong way round", () => {
    const texts = LINT_RULES.flatMap(({ languages }) => Object.values(languages).map(({ risky }) => risky));
    for (const text of texts) {
      for (let cut = 0; cut < text.length; cut += 17) {
        for (const broken of [text.slice(0, cut), text.slice(cut), text.slice(cut) + text.slice(0, cut)]) {
          expect(() => lintConfigs([{ name: "a.conf", text: broken }])).not.toThrow();
        }
      }
    }
  });
});
