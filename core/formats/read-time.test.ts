import { describe, expect, it } from "vitest";
import { asciiBytes } from "./read-bytes";
import { createTimeReader } from "./read-time";
import { formatOffset, zoneOffset } from "./zone-offset";

function reader(timezone: string | null = null) {
  const zone = zoneOffset(timezone);
  if (typeof zone !== "function") throw new Error(zone.problem);
  const { timeAt, zoneAt } = createTimeReader(zone);
  return {
    iso: (text: string) => {
      const ms = timeAt(asciiBytes(`..${text}..`), 2, 2 + text.length);
      return Number.isNaN(ms) ? null : new Date(ms).toISOString();
    },
    zone: (text: string) => zoneAt(asciiBytes(text), 0, text.length),
  };
}

describe("notations", () => {
  it.each([
    ["11/Jun/2025:13:05:00 +0200", "2025-06-11T11:05:00.000Z"],
    ["31/Dec/2025:23:59:60 -0330", "2026-01-01T03:30:00.000Z"],
    ["2025-06-11T13:05:00+02:00", "2025-06-11T11:05:00.000Z"],
    ["2025-06-11T13:05:00.123456789Z", "2025-06-11T13:05:00.123Z"],
    ["2025-06-11 13:05:00,500", "2025-06-11T13:05:00.500Z"],
    ["2025-06-11 13:05:00 -0700", "2025-06-11T20:05:00.000Z"],
    ["2025/06/11 13:05:00", "2025-06-11T13:05:00.000Z"],
    ["14-Oct-2025 21:31:00", "2025-10-14T21:31:00.000Z"],
    ["Wed, 11 Jun 2025 13:05:00 GMT", "2025-06-11T13:05:00.000Z"],
    ["1749639900", "2025-06-11T11:05:00.000Z"],
    ["1749639900.007", "2025-06-11T11:05:00.007Z"],
    ["1749639900.1234567", "2025-06-11T11:05:00.123Z"],
    ["1749639900123", "2025-06-11T11:05:00.123Z"],
    ["1749639900123456", "2025-06-11T11:05:00.123Z"],
    ["1749639900123456789", "2025-06-11T11:05:00.123Z"],
  ])("%s", (text, iso) => expect(reader().iso(text)).toBe(iso));

  it.each([
    "",
    "-",
    "yesterday",
    "11/Foo/2025:13:05:00 +0200",
    "11/Jun/2025:25:05:00 +0200",
    "11/Jun/2025:13:05:00 *0200",
    "2025-13-11T13:05:00Z",
    "2025-06-11T13:05:00+2",
    "12",
    "1749639900.12x",
  ])("%s is no time", (text) => expect(reader().iso(text)).toBeNull());

  it("does not carry a minute over to another zone or day", () => {
    const { iso } = reader();
    expect(iso("11/Jun/2025:13:05:01 +0200")).toBe("2025-06-11T11:05:01.000Z");
    expect(iso("11/Jun/2025:13:05:59 +0200")).toBe("2025-06-11T11:05:59.000Z");
    expect(iso("11/Jun/2025:13:05:59 +0100")).toBe("2025-06-11T12:05:59.000Z");
    expect(iso("12/Jun/2025:13:05:59 +0100")).toBe("2025-06-12T12:05:59.000Z");
    expect(iso("12/Jun/2025:13:05:xx +0100")).toBeNull();
  });

  it("tells the zone that is written", () => {
    const { zone } = reader();
    expect(zone("11/Jun/2025:13:05:00 -0330")).toBe("-03:30");
    expect(zone("2025-06-11T13:05:00+02:00")).toBe("+02:00");
    expect(zone("2025-06-11T13:05:00.1Z")).toBe("+00:00");
    expect(zone("2025/06/11 13:05:00")).toBeNull();
    expect(zone("1749639900.123")).toBeNull();
  });
});

describe("zones", () => {
  it("reads offsets and names, and says what is neither", () => {
    expect(reader("-05:00").iso("2025/06/11 13:05:00")).toBe("2025-06-11T18:05:00.000Z");
    expect(reader("America/Chicago").iso("2025/05/20 19:16:42")).toBe("2025-05-21T00:16:42.000Z");
    expect(reader("Australia/Lord_Howe").iso("2025/01/20 12:00:00")).toBe("2025-01-20T01:00:00.000Z");
    expect(zoneOffset("+25:00")).toHaveProperty("problem");
    expect(zoneOffset("Nowhere/Land")).toHaveProperty("problem");
    expect(formatOffset(-210)).toBe("-03:30");
  });
  it("agrees with the clock of the zone through both changes of the year", () => {
    const zone = zoneOffset("America/New_York");
    if (typeof zone !== "function") throw new Error();
    const clock = new Intl.DateTimeFormat("sv-SE", {
      timeZone: "America/New_York",
      dateStyle: "short",
      timeStyle: "medium",
    });
    for (const day of ["2025-03-09", "2025-11-02", "2025-07-01"]) {
      for (let quarter = 0; quarter < 96; quarter++) {
        const utc = Date.parse(`${day}T00:00:00Z`) + quarter * 900_000;
        const shown = Date.parse(`${clock.format(utc).replace(" ", "T")}Z`);
        const back = shown - zone(shown) * 60_000;
        // The hour that the clock shows twice is read as its first passing.
        expect([utc, utc - 3_600_000]).toContain(back);
      }
    }
  });
});

it("reads times with milliseconds line by line, the minute once", () => {
  const reader = createTimeReader(() => 120);
  const at = (text: string) => reader.timeAt(asciiBytes(text), 0, text.length);
  expect(at("25/Nov/2026:09:44:42.019")).toBe(Date.UTC(2026, 10, 25, 7, 44, 42, 19));
  expect(at("25/Nov/2026:09:44:43.500")).toBe(Date.UTC(2026, 10, 25, 7, 44, 43, 500));
  expect(at("25/Nov/2026:09:45:00.001")).toBe(Date.UTC(2026, 10, 25, 7, 45, 0, 1));
  expect(at("25/Nov/2026:09:44:61.019")).toBeNaN();
  expect(at("25/Nov/2026:09:44:42.x19")).toBeNaN();
  expect(at("25/Nov/2026:09:44:42.0 9")).toBeNaN();
  expect(at("31/Feb/2026:25:44:42.019")).toBeNaN();
});
