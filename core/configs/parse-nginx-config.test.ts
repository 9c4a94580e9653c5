import { describe, expect, it } from "vitest";
import { isNginxConfig, parseNginxConfig } from "./parse-nginx-config";

const MAIN = `# main
user www-data;
http {
    log_format main escape=json '{"a":"$status",'
        '"b":"it\\'s $host"}';
    log_format plain "$remote_addr [$time_local] \\"$request\\" $status";
    access_log /var/log/nginx/access.log main buffer=32k;
    access_log off;
    upstream app {
        server 10.0.0.1:8080 max_fails=0;  # first
        server unix:/run/app.sock backup;
        keepalive 8;
        keepalive_timeout 1m30s;
    }
    include /etc/nginx/conf.d/*.conf;
    proxy_read_timeout 60s;
}
`;
const SITE = `server {
    listen 443 ssl;
    server_name www.x.test "api.x.test";
    location ~ "^/api/(\\d{2}|x)$" { proxy_pass http://app; }
    location /old {
        if ($maintenance) { return 503; }
        content_by_lua_block { ngx.say("{ } ; ") }
        fastcgi_pass unix:/run/php.sock;
    }
    location / { return 301 https://$host$request_uri; }
}
`;

describe("parseNginxConfig", () => {
  const config = parseNginxConfig([
    { name: "nginx.conf", text: MAIN },
    { name: "conf.d/site.conf", text: SITE },
  ]);
  it("reads upstreams with file and line", () => {
    expect(config.upstreams).toEqual([
      {
        name: "app",
        servers: [
          { name: null, address: "10.0.0.1:8080", parameters: ["max_fails=0"], file: "nginx.conf", line: 10 },
          { name: null, address: "unix:/run/app.sock", parameters: ["backup"], file: "nginx.conf", line: 11 },
        ],
        keepalive: { value: 8, file: "nginx.conf", line: 12 },
        keepaliveTimeoutMs: { value: 90_000, file: "nginx.conf", line: 13 },
        file: "nginx.conf",
        line: 9,
      },
    ]);
  });
  it("reads log formats in pieces, with quotes and escape", () => {
    expect(config.logFormats).toMatchObject([
      { value: { name: "main", template: `{"a":"$status","b":"it's $host"}`, escape: "json" }, line: 4 },
      {
        value: { name: "plain", template: '$remote_addr [$time_local] "$request" $status', escape: "default" },
        line: 6,
      },
    ]);
    expect(config.accessLogs.map(({ value }) => value)).toEqual([
      { path: "/var/log/nginx/access.log", format: "main" },
    ]);
  });
  it("reads routes and deliberate errors where they stand, through an include", () => {
    expect(config.routes).toMatchObject([
      {
        directive: "proxy_pass",
        target: "http://app",
        group: "app",
        scheme: "http",
        serverNames: ["www.x.test", "api.x.test"],
        location: "~ ^/api/(\\d{2}|x)$",
        file: "conf.d/site.conf",
        line: 4,
      },
      { directive: "fastcgi_pass", target: "unix:/run/php.sock", location: "/old", line: 8 },
    ]);
    expect(config.deliberateErrors).toEqual([
      { value: { status: 503, kind: "location", location: "/old", scope: null }, file: "conf.d/site.conf", line: 6 },
    ]);
    expect(config.directives["proxy_read_timeout"]).toEqual([{ value: "60s", file: "nginx.conf", line: 16 }]);
  });
  it("says what directives mean in the words all products share", () => {
    expect(config.timers).toEqual([
      {
        value: { directive: "proxy_read_timeout", written: "60s", scope: null, kind: "read", ms: 60_000 },
        ...{ file: "nginx.conf", line: 16 },
      },
      {
        value: { directive: "keepalive_timeout", written: "90000ms", scope: "app", kind: "idle-upstream", ms: 90_000 },
        ...{ file: "nginx.conf", line: 13 },
      },
    ]);
    expect(config.keepaliveUpstream).toMatchObject([{ value: { written: "8", scope: "app", on: true }, line: 12 }]);
    const more = parseNginxConfig([
      {
        name: "x.conf",
        text: "resolver 10.0.0.53 [::1]:53 valid=5s;\nproxy_ssl_verify on;\nproxy_buffer_size 8k;\nlimit_req zone=z;\nworker_connections 64;\nupstream u { server a:80 max_fails=2 fail_timeout=5s max_conns=9; }",
      },
    ]);
    expect(more.resolvers[0]?.value.servers).toEqual(["10.0.0.53", "[::1]:53"]);
    expect(more.tls).toMatchObject([{ value: { verify: true }, line: 2 }]);
    expect(more.buffers).toMatchObject([{ value: { kind: "response-header", bytes: 8192 } }]);
    expect(more.limits.map(({ value }) => [value.kind, value.written])).toEqual([
      ["rate", "zone=z"],
      ["proxy-connections", "64"],
      ["failures", "2"],
      ["server-connections", "9"],
    ]);
  });
  it("reads files that include each other, in a circle or all of all, without going round for ever", () => {
    const files = Array.from({ length: 14 }, (_, i) => ({
      name: `f${i.toString()}.conf`,
      text: `include *.conf; upstream u${i.toString()} { server 10.0.0.1:80; }`,
    }));
    const startMs = Date.now();
    expect(new Set(parseNginxConfig(files).upstreams.map(({ name }) => name)).size).toBe(14);
    expect(Date.now() - startMs).toBeLessThan(2000);
  });
  it("takes each file once, however it is included, and files that are not", () => {
    const twice = parseNginxConfig([
      { name: "a.conf", text: "include b.conf; resolver 10.0.0.53;" },
      { name: "b.conf", text: "include a.conf; keepalive_timeout 15s;" },
      { name: "c.conf", text: "proxy_buffer_size 8k;" },
    ]);
    expect(twice.directives["proxy_buffer_size"]).toHaveLength(1);
    expect(twice.directives["keepalive_timeout"]).toHaveLength(1);
    expect(twice.files).toEqual(["a.conf", "b.conf", "c.conf"]);
  });
  it("survives broken files", () => {
    for (const text of [
      "",
      "}}}{{{;;;",
      "http { server { listen 80;",
      'log_format x "abc',
      "a".repeat(10_000),
      "{".repeat(5000),
      "include *;",
      "__proto__ x;",
      "$ {",
    ]) {
      expect(parseNginxConfig([{ name: "x", text }]).product).toBe("nginx");
    }
    for (let end = 0; end < MAIN.length; end += 7) parseNginxConfig([{ name: "x", text: MAIN.slice(0, end) }]);
  });
});

it("knows an nginx configuration from other text", () => {
  expect([MAIN, SITE, "upstream a {\n server 10.0.0.1:80;\n}"].map(isNginxConfig)).toEqual([true, true, true]);
  expect(isNginxConfig("frontend web\n    bind *:80\n    default_backend app\n")).toBe(false);
  expect(isNginxConfig('192.0.2.7 - - [11/Jun/2025:13:05:00 +0200] "GET / HTTP/1.1" 200 62 "-" "curl/8.5.0"')).toBe(
    false,
  );
});
