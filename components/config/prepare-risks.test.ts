import { describe, expect, it } from "vitest";
import type { ConfigRisk } from "@/core/contract/config-risks";
import { countRisks, prepareRisks, risksOfIncident } from "./prepare-risks";

const risk = (more: Partial<ConfigRisk>): ConfigRisk => ({
  ...{ rule: "sni-missing", title: "T", product: "nginx", severity: "warning", certainty: "likely" },
  ...{ file: "etc/nginx/sites/shop.conf", line: 41, text: "proxy_pass https://x", why: "W", suggestion: "S" },
  ...{ docs: "https://nginx.org", related: [], causes: [], upstreams: [], confirmedBy: [] },
  ...more,
});
const confirmedBy: ConfigRisk["confirmedBy"] = [
  { incident: "i1", cause: "tls-handshake", title: "TLS", standing: "confirmed", text: "40 handshakes failed" },
];
const source = (risks: ConfigRisk[]) => ({ sourceId: "s", sourceName: "Shop", files: [], risks, notListed: 0 });

describe("prepareRisks", () => {
  it("groups by severity, and puts what the logs show first", () => {
    const groups = prepareRisks(
      source([risk({ severity: "notice" }), risk({ line: 1 }), risk({ line: 2, confirmedBy })]),
      "all",
    );
    expect(groups.map(({ title }) => title)).toEqual(["2 warnings", "1 notice"]);
    expect(groups[0]?.items.map(({ line }) => line)).toEqual([2, 1]);
  });

  it("shows one severity where asked", () => {
    expect(prepareRisks(source([risk({ severity: "notice" }), risk({})]), "notice")).toHaveLength(1);
    expect(prepareRisks(source([risk({})]), "error")).toEqual([]);
  });

  it("calls a file by folder and name, and gives each finding an address", () => {
    const [group] = prepareRisks(source([risk({})]), "all");
    expect(group?.items[0]).toMatchObject({ place: "sites/shop.conf:41", anchor: "sni-missing-sites-shop-conf-41" });
  });
});

describe("countRisks", () => {
  it("counts over all sources", () => {
    const counts = countRisks([source([risk({})]), source([risk({ severity: "error" })])]);
    expect(counts).toEqual({ all: 2, error: 1, warning: 1, notice: 0 });
  });
});

describe("risksOfIncident", () => {
  it("finds those that explain it, and no others", () => {
    const sources = [source([risk({ line: 7, confirmedBy }), risk({ line: 8 })])];
    expect(risksOfIncident(sources, "i1").map(({ line }) => line)).toEqual([7]);
    expect(risksOfIncident(sources, "i2")).toEqual([]);
  });
});
