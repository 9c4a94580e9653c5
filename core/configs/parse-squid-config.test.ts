import { expect, it } from "vitest";
import { parseSquidConfig } from "./parse-squid-config";

// Accepted by `squid -k parse` of Squid 5.7.
const SQUID = `http_port 3128 accel defaultsite=www.x.test
cache_peer 10.0.0.1 parent 8080 0 no-query originserver name=app connect-timeout=2 connect-fail-limit=3 max-conn=50
cache_peer secure.x.test parent 8443 0 no-query originserver tls name=pay tls-cafile=/etc/ssl/certs/ca-certificates.crt
logformat diag %ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt %err_code/%err_detail
access_log daemon:/var/log/squid/access.log diag
connect_timeout 10 seconds
read_timeout 2 minutes
dns_nameservers 10.0.0.53 10.0.0.54
reply_header_max_size 64 KB
max_filedescriptors 4096
acl all_clients src all
http_access allow all_clients
`;

it("reads peers, timers and logs", () => {
  const config = parseSquidConfig([{ name: "squid.conf", text: SQUID }]);
  expect(config.upstreams.map(({ name, servers }) => [name, servers[0]?.address])).toEqual([
    ["app", "10.0.0.1:8080"],
    ["pay", "secure.x.test:8443"],
  ]);
  expect(config.routes.map(({ scheme }) => scheme)).toEqual(["http", "https"]);
  expect(config.timers.map(({ value, line }) => [line, value.kind, value.ms, value.scope])).toEqual([
    [2, "connect", 2000, "app"],
    [6, "connect", 10_000, null],
    [7, "read", 120_000, null],
  ]);
  expect(config.tls).toMatchObject([
    { value: { scope: "pay", verify: true, ca: "/etc/ssl/certs/ca-certificates.crt" } },
  ]);
  expect(config.buffers).toMatchObject([{ value: { bytes: 65_536 } }]);
  expect(config.limits.map(({ value }) => value.kind)).toEqual(["failures", "server-connections", "open-files"]);
  expect(config.logFormats).toMatchObject([{ value: { name: "diag", dialect: "squid" }, line: 4 }]);
  expect(config.accessLogs).toMatchObject([{ value: { format: "diag" }, line: 5 }]);
});
