import { describe, expect, it } from "vitest";
import type { Incident, Verdict } from "@/core/contract/report";
import { lintBesideLogs } from "./lint-beside-logs";

const NGINX = {
  name: "nginx.conf",
  text: "events {}\nhttp {\n upstream app {\n server 10.0.0.1:80;\n server 10.0.0.2:80;\n }\n server {\n listen 80;\n location / {\n proxy_pass http://app;\n proxy_next_upstream off;\n }\n }\n}\n",
};

const verdict = (cause: string, standing: Verdict["standing"]): Verdict => ({
  ...{ cause, standing, category: "upstream", title: "Refused", score: 1, missing: [] },
  signals: [
    { text: "the configuration says so", for: true, weight: 9, source: "config", samples: [] },
    { text: "12 × refused", for: true, weight: 3, source: "error-log", samples: [] },
    { text: "slow", for: true, weight: 1, source: "access-log", samples: [] },
  ],
});

function incident(upstream: string, ...verdicts: Verdict[]): Incident {
  const scope = { upstreams: [upstream], hosts: [], paths: [], clients: [] };
  // The page's further fields do not matter here.
  return { id: "i1", scope, selection: scope, verdicts } as unknown as Incident;
}

const confirmed = (...incidents: Incident[]) =>
  lintBesideLogs([NGINX], { logProducts: [], incidents }).risks.find(({ rule }) => rule === "next-upstream-off")
    ?.confirmedBy;

describe("lintBesideLogs", () => {
  it("names the incident that a risk explains, in the words of what its logs show", () => {
    expect(confirmed(incident("10.0.0.2:80", verdict("upstream-down", "confirmed")))).toEqual([
      { incident: "i1", cause: "upstream-down", title: "Refused", standing: "confirmed", text: "12 × refused" },
    ]);
  });

  it("names none for another upstream, another cause, or one that is only possible", () => {
    expect(confirmed(incident("10.9.9.9:80", verdict("upstream-down", "confirmed")))).toEqual([]);
    expect(confirmed(incident("10.0.0.2:80", verdict("header-too-big", "confirmed")))).toEqual([]);
    expect(confirmed(incident("10.0.0.2:80", verdict("upstream-down", "possible")))).toEqual([]);
  });

  it("finds a buffer too small where the logs show headers that did not fit, and only there", () => {
    const rules = (...incidents: Incident[]) =>
      lintBesideLogs([NGINX], { logProducts: [], incidents }).risks.map(({ rule }) => rule);
    expect(rules()).not.toContain("header-buffer-small");
    expect(rules(incident("10.0.0.2:80", verdict("header-too-big", "confirmed")))).toContain("header-buffer-small");
  });

  it("knows the patience of a balancer whose logs lie beside", () => {
    const text = NGINX.text.replace("proxy_next_upstream off;", "proxy_read_timeout 300s;");
    const found = (logProducts: string[]) =>
      lintBesideLogs([{ name: "nginx.conf", text }], { logProducts, incidents: [] }).risks;
    expect(found([])).toEqual([]);
    expect(found(["AWS Application Load Balancer"])).toMatchObject([
      { rule: "gives-up-before-the-inner", line: 11, suggestion: "proxy_read_timeout 50s;" },
    ]);
  });
});
