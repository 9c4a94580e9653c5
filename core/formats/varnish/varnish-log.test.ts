import { describe, expect, it } from "vitest";
import type { ErrorEvent } from "@/core/events/error-event";
import { detectFile } from "@/core/formats/detect";
import { asciiBytes } from "@/core/formats/read-bytes";
import { varnishLog } from "./varnish-log";
import { VARNISH_SIGNATURES } from "./varnish-signatures";

function events(lines: readonly string[]): ErrorEvent[] {
  const reader = varnishLog.open({ id: "varnish-log", template: null, escape: "default" }, { timezone: null });
  if ("problem" in reader || reader.role === "access") throw new Error("no message reader");
  return lines.flatMap((line) => {
    const event = reader.event(line);
    if ("rejected" in event) throw new Error(event.rejected);
    return "role" in event ? [event] : [];
  });
}

/** As Varnish 7.1 writes it. */
const transaction = (...records: string[]) => [
  "**  << BeReq    >> 3         ",
  "--  Begin          bereq 2 pass",
  "--  Timestamp      Start: 1795599956.156039 0.000000 0.000000",
  "--  BereqMethod    GET",
  "--  BereqURL       /fin/x?a=1",
  "--  BereqHeader    Host: app.lab.test",
  ...records.map((record) => `--  ${record}`),
  "--  End            ",
];

describe("why a fetch failed", () => {
  // prettier-ignore
  const CASES: [text: string, id: string, phase: string, cause: string][] = [
    ["backend b_refused: fail errno 111 (Connection refused)", "varnish-refused", "connect", "upstream-down"],
    ["backend b_full: fail errno 110 (Connection timed out)", "varnish-connect-timeout", "connect", "connection-timeout"],
    ["backend b_app: fail errno 113 (No route to host)", "varnish-no-route", "connect", "no-route"],
    ["backend b_refused: fail errno 0 (Success)", "varnish-no-connection", "connect", "upstream-down"],
    ["no backend connection", "varnish-no-connection", "connect", "upstream-down"],
    ["backend b_sick: unhealthy", "varnish-sick", "connect", "health-check-failing"],
    ["backend b_busy: busy", "varnish-busy", "policy", "circuit-breaker"],
    ["Director rr returned no backend", "varnish-no-backend", "resolve", "no-live-upstreams"],
    ["No backend", "varnish-no-backend", "resolve", "no-live-upstreams"],
    ["HTC eof (-1)", "varnish-closed", "read_header", "premature-close"],
    ["first byte timeout", "varnish-first-byte", "read_header", "upstream-timeout"],
    ["first byte timeout (reused connection)", "varnish-first-byte", "read_header", "upstream-timeout"],
    ["timeout", "varnish-timeout", "read_header", "upstream-timeout"],
    ["overflow", "varnish-header-too-big", "read_header", "header-too-big"],
    ["http format error", "varnish-header-invalid", "read_header", "invalid-response"],
    ["Received junk", "varnish-junk", "read_header", "wrong-protocol"],
    ["backend write error: 32 (Broken pipe) (Error transaction", "varnish-write-error", "send", "early-response"],
    ["req.body read error: 11 (Resource temporarily unavailable)", "varnish-client-body", "send", "client-abort"],
    ["straight insufficient bytes", "varnish-body-cut", "read_body", "truncated-response"],
    ["chunked header non-hex", "varnish-body-invalid", "read_body", "invalid-response"],
    ["Could not get storage", "varnish-resources", "proxy_internal", "proxy-internal"],
  ];
  it.each(CASES)("%s", (text, id, phase, cause) => {
    const found = events(transaction(`FetchError     ${text}`)).filter(
      ({ signature }) => signature !== "varnish-traffic",
    );
    expect(found).toMatchObject([
      { signature: id, phase, atMs: 1795599956156, path: "/fin/x?a=1", host: "app.lab.test" },
    ]);
    expect(VARNISH_SIGNATURES.find((rule) => rule.id === id)?.cause).toBe(cause);
    const [raw] = events([
      "  3 Timestamp      b Start: 1795599956.156039 0.0 0.0",
      `  3 FetchError     b ${text}`,
    ]).slice(1);
    expect(raw).toMatchObject({ signature: id, atMs: 1795599956156 });
  });

  it("tells an old connection from a new one, and names the backend's address", () => {
    const open = (how: string) =>
      events(
        transaction(`BackendOpen    27 b_rst 127.0.0.1 18103 127.0.0.1 37450 ${how}`, "FetchError     HTC eof (-1)"),
      );
    expect(open("connect")[1]).toMatchObject({ signature: "varnish-closed", upstreamAddr: "127.0.0.1:18103" });
    expect(open("reuse")[1]).toMatchObject({ signature: "varnish-closed-reused" });
  });
});

describe("statuses", () => {
  const passed = ["Timestamp      Beresp: 1795599956.2 0.0 0.0", "BerespProtocol HTTP/1.1", "BerespStatus   502"];
  it("are the backend's own where its header has come, and Varnish's where the fetch failed", () => {
    expect(events(transaction(...passed)).map(({ signature }) => signature)).toEqual([
      "varnish-traffic",
      "varnish-passed-through",
    ]);
    expect(events(transaction("FetchError     HTC eof (-1)", ...passed)).map(({ signature }) => signature)).toEqual([
      "varnish-traffic",
      "varnish-closed",
    ]);
    expect(events(transaction("BerespStatus   503", "FetchError     http format error")).length).toBe(2);
  });
});

describe("the output", () => {
  it("may be verbose, deep, or not grouped", () => {
    const start = "1795599956.155634 0.000000 0.000000";
    expect(
      events([`-            2 Timestamp      c Start: ${start}`, "-            2 FetchError     c timeout"])[1],
    ).toMatchObject({
      ...{ signature: "varnish-timeout", message: "FetchError timeout" },
    });
    expect(events([`-4- Timestamp      Start: ${start}`, "-4- FetchError     overflow"])[1]?.signature).toBe(
      "varnish-header-too-big",
    );
    const mixed = events([
      `  2 Timestamp      b Start: ${start}`,
      "  5 Timestamp      b Start: 1795599999.000000 0.0 0.0",
      "  2 FetchError     b overflow",
      "  5 FetchError     b timeout",
    ]);
    const failed = mixed.filter(({ signature }) => signature !== "varnish-traffic");
    expect(failed.map(({ atMs }) => atMs)).toEqual([1795599956155, 1795599999000]);
  });

  it("forgets a transaction with the next one", () => {
    const found = events([...transaction(), "**  << BeReq    >> 9         ", "--  FetchError     No backend"]);
    expect(found.at(-1)).toMatchObject({ path: null, host: null, atMs: 1795599956156 });
  });

  it("says so where a record has no time at all", () => {
    expect(() => events(["--  FetchError     No backend"])).toThrow("before any Timestamp");
    expect(() => events(["hello"])).toThrow("no record");
  });

  it("is found by its first lines, though nothing fails in them", () => {
    const text = transaction("VCL_call       BACKEND_FETCH", "BerespStatus   200").join("\n");
    expect(detectFile(asciiBytes(`${text}\n\n`), "v.log", [])).toMatchObject({
      ...{ role: "error", choice: { id: "varnish-log" }, share: 1 },
    });
  });
});
