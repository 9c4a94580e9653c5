import { describe, expect, it } from "vitest";
import { alsoLabels, CUSTOM_FORMAT, formatChoices, parseOffset, sharePercent, wrapperLabels } from "./prepare-choices";
import { sampleImport } from "./sample-import.fixture";

const format = (id: string, role: "access" | "error") => ({
  id,
  role,
  title: id.toUpperCase(),
  product: "nginx",
  docs: "",
  canTell: "",
  cannotTell: "",
  improve: "",
  sample: "",
});

describe("formatChoices", () => {
  it("puts what fits first, once, and offers a string of one's own for access logs", () => {
    const choices = formatChoices(
      sampleImport({ format: "b" }),
      [
        { format: "b", title: "B", share: 0.998 },
        { format: "c", title: "C", share: 0.5 },
      ],
      [format("a", "access"), format("b", "access"), format("e", "error")],
    );
    expect(choices.map(({ value }) => value)).toEqual(["b", "c", "a", CUSTOM_FORMAT]);
    expect(choices[0]?.hint).toBe("99 %");
  });

  it("keeps the format in use even where nothing else names it", () => {
    const choices = formatChoices(sampleImport({ format: "inferred", formatTitle: "Inferred from the lines" }), [], []);
    expect(choices[0]).toEqual({ value: "inferred", label: "Inferred from the lines" });
    expect(formatChoices(sampleImport({ role: "error", format: null }), [], [format("e", "error")])).toEqual([
      { value: "e", label: "E" },
    ]);
  });
});

describe("wrapperLabels and alsoLabels", () => {
  it("say what carried the lines and what else stands among them", () => {
    const file = sampleImport({ wrappers: ["cri", "syslog"], alsoFormats: ["e", "gone"] });
    expect(wrapperLabels(file)).toEqual(["in container runtime lines (CRI)", "in syslog"]);
    expect(alsoLabels(file, [format("e", "error")])).toEqual(["with E", "with gone"]);
  });
});

describe("parseOffset", () => {
  it("reads the usual spellings", () => {
    expect(["+2", "utc-0530", "+02:00", "−3", "GMT+5:30"].map(parseOffset)).toEqual([
      "+02:00",
      "-05:30",
      "+02:00",
      "-03:00",
      "+05:30",
    ]);
  });

  it("refuses what is no offset", () => {
    expect(["Europe/Berlin", "", "+15", "+02:75"].map(parseOffset)).toEqual([null, null, null, null]);
  });
});

describe("sharePercent", () => {
  it("says 100 % only of all", () => {
    expect([1, 0.9999, 0].map(sharePercent)).toEqual(["100 %", "99 %", "0 %"]);
  });
});
