import { expect, it } from "vitest";
import { assignTiers, type UntieredFile } from "./assign-tiers";
import { detectFile } from "./detect";

/** A file as it is before its tier is settled; nothing about it is named. */
function file(text: string): UntieredFile {
  const head = new TextEncoder().encode(text);
  const { role, choice } = detectFile(head, "x.log", []);
  return { role, choice, head, options: { timezone: null }, hint: null, chosen: null };
}

const clock = (second: number) => `[05/Oct/2026:10:00:${String(second).padStart(2, "0")} +0200]`;
const forty = (line: (n: number) => string) => file(Array.from({ length: 40 }, (_, n) => `${line(n)}\n`).join(""));

// Varnish before nginx, as varnishncsa and a log_format with upstreams write it: the inner log's client is the edge.
const varnish = forty(
  (n) => `192.0.2.${n} - - ${clock(n)} "GET http://www.shop.test/item/${n} HTTP/1.1" 200 512 "-" "curl/8.5"`,
);
const nginx = forty(
  (n) =>
    `10.0.0.2 - - ${clock(n)} "GET /item/${n} HTTP/1.1" 200 512 "-" "curl/8.5" rt=0.010 ua="10.0.1.${n % 2}:80" us="200"`,
);
const varnishLog = file(`*   << BeReq    >> 32770
-   Begin          bereq 32769 pass
-   Timestamp      Start: 1791188097.029876 0.000000 0.000000
-   BereqMethod    GET
-   BereqURL       /item/7
-   FetchError     backend default: fail errno 110 (Connection timed out)
-   End
`);
const nginxError = file(
  "2026/10/05 10:00:03 [error] 7#7: *9 upstream timed out (110: Connection timed out), server: www.shop.test\n",
);

it("gives an error log that names nothing of either access log to the tier of the same product", () => {
  expect(assignTiers([varnishLog, varnish, nginx, nginxError])).toEqual(["edge", "edge", "origin", "origin"]);
});

it("takes an error log for the origin's where both tiers may be of its product", () => {
  const combined = forty((n) => `10.0.0.2 - - ${clock(n)} "GET /item/${n} HTTP/1.1" 200 512 "-" "curl/8.5"`);
  expect(assignTiers([varnishLog, varnish, combined])).toEqual(["origin", "edge", "origin"]);
});
