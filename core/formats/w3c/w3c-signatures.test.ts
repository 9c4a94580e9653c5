import { expect, it } from "vitest";
import { formatById, openFormat } from "@/core/formats/format-registry";
import { judgeLine } from "@/core/formats/judge-line.fixture";
import { asciiBytes } from "@/core/formats/read-bytes";

const FIELDS = "#Fields: date time cs-uri-stem sc-status sc-substatus sc-win32-status";

function access(status: string) {
  const reader = openFormat({ id: "iis", template: FIELDS, escape: "default" }, { timezone: null });
  if ("problem" in reader || reader.role !== "access") throw new Error("no reader");
  const bytes = asciiBytes(`2025-06-11 13:05:00 /a ${status}`);
  const event = reader.event(bytes, 0, bytes.length);
  if (!("role" in event)) throw new Error("no event");
  return { event, madeBy: judgeLine(reader, bytes), reason: reader.reasonOf(event) };
}

it.each([
  ["502 3 12002", "read_header", "upstream-timeout", "proxy"],
  ["502 3 2147954402", "read_header", "upstream-timeout", "proxy"],
  ["502 3 12007", "resolve", "dns-failure", "proxy"],
  ["502 3 2147954407", "resolve", "dns-failure", "proxy"],
  ["502 3 12029", "connect", "upstream-down", "proxy"],
  ["502 3 2147954429", "connect", "upstream-down", "proxy"],
  ["502 3 12030", "read_header", "premature-close", "proxy"],
  ["502 3 2147954430", "read_header", "premature-close", "proxy"],
  ["502 3 12152", "read_header", "invalid-response", "proxy"],
  ["502 3 2147954552", "read_header", "invalid-response", "proxy"],
  ["502 3 12175", "tls", "tls-verify", "proxy"],
  ["502 3 12038", "tls", "tls-verify", "proxy"],
  ["502 3 2147954575", "tls", "tls-verify", "proxy"],
  ["502 3 12017", "read_header", "client-abort", "proxy"],
  ["502 4 0", "proxy_internal", "no-live-upstreams", "proxy"],
  ["502 1 1460", "read_header", "upstream-timeout", "proxy"],
  ["502 2 0", "read_header", "premature-close", "proxy"],
  ["502 5 0", "read_header", "upstream-crash", "proxy"],
  ["502 6 0", "proxy_internal", "proxy-internal", "proxy"],
  ["502 7 0", "proxy_internal", "proxy-internal", "proxy"],
  ["502 0 0", "read_header", "passed-through", "upstream"],
  ["503 0 0", "proxy_internal", "upstream-crash", "unknown"],
  ["200 0 64", "send", "client-abort", "upstream"],
])("knows why IIS logged %s", (status, phase, cause, madeBy) => {
  expect(access(status)).toMatchObject({ madeBy, reason: { phase, cause } });
});

it("says nothing about an ordinary answer", () => {
  expect(access("200 0 0")).toMatchObject({ event: { errorReason: null }, reason: null });
});

it.each([
  ["HTTP/1.1 GET /api/orders - 1 Connection_Dropped DefaultAppPool", "send", "client-abort"],
  ["HTTP/1.1 GET /api/orders - 1 Connection_Dropped_List_Full DefaultAppPool", "send", "client-abort"],
  ["HTTP/1.1 GET / 503 1 QueueFull DefaultAppPool", "proxy_internal", "upstream-overload"],
  ["HTTP/1.1 GET / 503 1 AppPoolTimer DefaultAppPool", "proxy_internal", "upstream-overload"],
  ["HTTP/2.0 GET / 7 503 1 ConnLimit DefaultAppPool", "proxy_internal", "upstream-overload"],
  ["- - - - - Timer_ConnectionIdle -", "read_header", "keepalive-race"],
  ["- - - - - - Timer_HeaderWait -", "read_header", "keepalive-race"],
  ["HTTP/1.1 GET / 503 1 AppOffline DefaultAppPool", "proxy_internal", "upstream-crash"],
  ["HTTP/1.1 GET / 503 1 Disabled DefaultAppPool", "proxy_internal", "upstream-crash"],
  ["HTTP/1.1 GET / - 1 Connection_Abandoned_By_AppPool DefaultAppPool", "proxy_internal", "upstream-crash"],
])("knows what http.sys means by %s", (rest, phase, cause) => {
  const reader = openFormat({ id: "httperr", template: null, escape: "default" }, { timezone: "+05:00" });
  if ("problem" in reader || reader.role === "access") throw new Error("no reader");
  const event = reader.event(`2026-11-23 02:10:11 10.0.0.4 50211 10.0.0.9 80 ${rest}`);
  expect(event).toMatchObject({ atMs: Date.UTC(2026, 10, 23, 2, 10, 11), phase });
  const signature = "role" in event ? event.signature : null;
  expect(formatById("httperr")?.signatures?.find(({ id }) => id === signature)).toMatchObject({ cause });
});
