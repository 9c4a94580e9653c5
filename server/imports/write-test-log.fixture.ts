import { appendFileSync, writeFileSync } from "node:fs";

/** The format the lines below are in: combined, then the upstream's values. */
export const TEST_TEMPLATE =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" host=$host upstream_addr=$upstream_addr upstream_status=$upstream_status request_time=$request_time upstream_response_time=$upstream_response_time';

const MONTH = "Mar";

/** Line number `i` (from 0) of an endless log: 50 requests a second from 10:00 UTC on, upstream 3 failing from minute 10 to 15. */
export function testLine(i: number): string {
  const second = Math.floor(i / 50);
  const minute = Math.floor(second / 60);
  const upstream = (i % 3) + 1;
  const failed = upstream === 3 && minute >= 10 && minute < 15;
  const [day, hour] = [3 + Math.floor(minute / 60 / 14), 10 + (Math.floor(minute / 60) % 14)];
  const two = (n: number): string => String(n).padStart(2, "0");
  const time = `${two(day)}/${MONTH}/2026:${two(hour)}:${two(minute % 60)}:${two(second % 60)} +0000`;
  const status = failed ? 502 : 200;
  return (
    `203.0.113.${i % 250} - - [${time}] "GET /orders/${i % 1000} HTTP/1.1" ${status} ${failed ? 157 : 3000 + (i % 500)} "-" "curl/8.${i % 9}" ` +
    `host=${i % 2 === 0 ? "shop" : "api"}.example.com upstream_addr=10.0.0.${upstream}:8080 upstream_status=${status} ` +
    `request_time=0.${String(i % 300).padStart(3, "0")} upstream_response_time=0.${String(i % 300).padStart(3, "0")}`
  );
}

/** Writes lines `[from, to)` to a file, or appends them. */
export function writeTestLog(path: string, from: number, to: number, append = false): void {
  if (!append) writeFileSync(path, "");
  for (let at = from; at < to; at += 10_000) {
    const lines = [];
    for (let i = at; i < Math.min(to, at + 10_000); i++) lines.push(testLine(i));
    appendFileSync(path, `${lines.join("\n")}\n`);
  }
}
