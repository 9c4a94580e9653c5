import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CAUSES } from "@/core/causes/cause-registry";
import { configRiskSchema } from "@/core/contract/config-risks";
import { lintConfigs } from "./lint-configs";
import { LINT_RULES } from "./rule-registry";

const NAMES: Record<string, string> = {
  ...{ nginx: "nginx.conf", haproxy: "haproxy.cfg", apache: "httpd.conf", caddy: "Caddyfile" },
  ...{ envoy: "envoy.yaml", traefik: "traefik.yaml", varnish: "default.vcl", squid: "squid.conf" },
};

describe("the registry of lint rules", () => {
  it("has every rule of the folder, each under the name of its file", () => {
    const files = readdirSync(new URL("rules/", import.meta.url)).map((name) => name.slice(0, -3));
    expect(LINT_RULES.map(({ id }) => id).sort()).toEqual(files.sort());
  });

  it.each(LINT_RULES.map((rule) => [rule.id, rule] as const))("%s names causes that there are", (_id, { causes }) => {
    const known = CAUSES.map(({ id }) => id);
    expect(causes.length).toBeGreaterThan(0);
    for (const cause of causes) expect(known).toContain(cause);
  });
});

const cases = LINT_RULES.flatMap((rule) =>
  Object.entries(rule.languages).map(([product, language]) => [rule.id, product, language] as const),
);

describe.each(cases)("%s in the language of %s", (id, product, { risky, sane, docs, beside }) => {
  const given = (text: string) => {
    const inner = beside === undefined ? [] : [{ name: "inner/main.conf", text: beside }];
    return lintConfigs([{ name: `outer/${NAMES[product] ?? ""}`, text }, ...inner]).risks;
  };

  it("is found in a configuration that breaks it, with its place and what to write", () => {
    const found = given(risky).filter(({ rule }) => rule === id);
    expect(found.length).toBeGreaterThan(0);
    for (const risk of found) {
      expect(configRiskSchema.safeParse(risk).success).toBe(true);
      expect(risk.product).toBe(product);
      expect(risk.file).toContain("outer/");
      expect(risk.line).toBeGreaterThan(0);
      expect(risk.line).toBeLessThanOrEqual(risky.split("\n").length);
      expect(risk.text).not.toBe("");
      expect(risk.why.length).toBeGreaterThan(60);
      expect(risk.why).toMatch(/[.)”]$/);
      expect(risk.suggestion).not.toBe("");
      expect(risk.docs).toMatch(/^https:\/\//);
    }
    expect(docs).toMatch(/^https:\/\//);
  });

  it("is not found in one that looks like it", () => {
    expect(given(sane).filter(({ rule }) => rule === id)).toEqual([]);
  });
});
