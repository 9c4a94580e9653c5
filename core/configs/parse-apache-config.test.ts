import { describe, expect, it } from "vitest";
import { parseApacheConfig } from "./parse-apache-config";

// Accepted by `apache2 -t` of Apache 2.4 with mod_proxy_http, mod_proxy_fcgi and mod_proxy_balancer.
const SITE = `Define BACKEND 10.0.0.7:8080
Timeout 60
ProxyTimeout 20
KeepAliveTimeout 5
LogFormat "%h %l %u %t \\"%r\\" %>s %b \\"%{Referer}i\\" \\"%{User-Agent}i\\" D=%D" diag
ErrorLogFormat "[%{cu}t] [%m:%l] [pid %P:tid %T] %7F: %E: [client\\ %a] %M"
<VirtualHost *:80>
    ServerName www.x.test
    ServerAlias x.test
    CustomLog \${APACHE_LOG_DIR}/access.log diag
    CustomLog "|/usr/bin/rotatelogs /var/log/x.log 86400" "%h %t \\"%r\\" %>s" env=!dontlog
    <Proxy "balancer://app">
        BalancerMember http://10.0.0.1:8080 connectiontimeout=2 timeout=30 retry=10 route=a
        BalancerMember http://10.0.0.2:8080 status=+H
        ProxySet lbmethod=byrequests maxattempts=1
    </Proxy>
    ProxyPass /static !
    ProxyPass "/api" "http://\${BACKEND}/api" \\
        ttl=4 max=20 responsefieldsize=16384
    ProxyPassReverse "/api" "http://10.0.0.7:8080/api"
    ProxyPass / balancer://app/
    <FilesMatch "\\.php$">
        SetHandler "proxy:unix:/run/php/php8.2-fpm.sock|fcgi://localhost/"
    </FilesMatch>
    <Location /secure>
        ProxyPass https://secure.x.test/ disablereuse=On
    </Location>
    SSLProxyEngine On
    RewriteEngine On
    RewriteCond /var/www/maintenance -f
    RewriteRule ^/shop - [R=503,L]
    RewriteRule ^/rw/(.*)$ http://10.0.0.9:81/$1 [P]
    Redirect 503 /closed
</VirtualHost>
`;

describe("parseApacheConfig", () => {
  const config = parseApacheConfig([{ name: "site.conf", text: SITE }]);

  it("reads balancers and lone workers as groups, with Define replaced", () => {
    expect(config.upstreams.map(({ name, servers }) => [name, servers.map(({ address }) => address)])).toEqual([
      ["app", ["10.0.0.1:8080", "10.0.0.2:8080"]],
      ["10.0.0.7:8080", ["10.0.0.7:8080"]],
      ["unix:/run/php/php8.2-fpm.sock", ["unix:/run/php/php8.2-fpm.sock"]],
      ["secure.x.test:443", ["secure.x.test:443"]],
      ["10.0.0.9:81", ["10.0.0.9:81"]],
    ]);
  });
  it("reads routes, one whose line goes on included", () => {
    expect(config.routes.map(({ group, scheme, location, line }) => [line, group, scheme, location])).toEqual([
      [18, "10.0.0.7:8080", "http", "/api"],
      [21, "app", "http", "/"],
      [23, "unix:/run/php/php8.2-fpm.sock", "fastcgi", "\\.php$"],
      [26, "secure.x.test:443", "https", "/secure"],
      [32, "10.0.0.9:81", "http", "^/rw/(.*)$"],
    ]);
    expect(config.routes[0]?.serverNames).toEqual(["www.x.test", "x.test"]);
  });
  it("reads timers of workers and of the server", () => {
    expect(config.timers.map(({ value }) => [value.kind, value.directive, value.ms, value.scope])).toEqual([
      ["client", "Timeout", 60_000, null],
      ["read", "ProxyTimeout", 20_000, null],
      ["idle-client", "KeepAliveTimeout", 5000, null],
      ["connect", "connectiontimeout", 2000, "app"],
      ["read", "timeout", 30_000, "app"],
      ["aside", "retry", 10_000, "app"],
      ["idle-upstream", "ttl", 4000, "10.0.0.7:8080"],
    ]);
  });
  it("lets Timeout hold towards the upstream where no ProxyTimeout is set", () => {
    const { timers } = parseApacheConfig([{ name: "x.conf", text: "Timeout 300\nProxyPass / http://a:80/\n" }]);
    expect(timers.map(({ value }) => [value.kind, value.ms])).toEqual([
      ["client", 300_000],
      ["read", 300_000],
    ]);
  });
  it("knows what is verified and kept open by default, and what is not", () => {
    expect(config.tls).toMatchObject([{ value: { scope: "secure.x.test:443", verify: true }, line: 26 }]);
    const loose = parseApacheConfig([
      {
        name: "x.conf",
        text: "SSLProxyCheckPeerName off\nSSLProxyCheckPeerExpire off\nProxyPass / https://a/\n",
      },
    ]);
    expect(loose.tls.map(({ value }) => value.verify)).toEqual([false, false]);
    expect(config.keepaliveUpstream.map(({ value }) => [value.scope, value.on])).toEqual([
      ["app", true],
      ["10.0.0.7:8080", true],
      ["secure.x.test:443", false],
      ["10.0.0.9:81", true],
    ]);
  });
  it("reads log formats with quotes undone, nicknamed and in place", () => {
    expect(config.logFormats.map(({ value }) => [value.name, value.dialect])).toEqual([
      ["diag", "apache"],
      ["ErrorLogFormat", "apache-error"],
      ["format of |/usr/bin/rotatelogs /var/log/x.log 86400", "apache"],
    ]);
    expect(config.logFormats[0]?.value.template).toBe('%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" D=%D');
    expect(config.accessLogs[0]?.value).toEqual({ path: "${APACHE_LOG_DIR}/access.log", format: "diag" });
  });
  it("finds answers made on purpose", () => {
    expect(config.deliberateErrors.map(({ value, line }) => [line, value.status, value.location])).toEqual([
      [31, 503, "^/shop"],
      [33, 503, "/closed"],
    ]);
  });
  it("puts included files in their place, and reads those that none includes", () => {
    const files = [
      { name: "apache2.conf", text: "IncludeOptional sites-enabled/*.conf\nInclude snippets/\n" },
      {
        name: "sites-enabled/shop.conf",
        text: "<VirtualHost *:80>\nServerName s.x.test\nInclude snippets/proxy.inc\n",
      },
      { name: "snippets/proxy.inc", text: "ProxyPass / http://10.0.0.1:80/\n" },
      { name: "other/timers.conf", text: "ProxyTimeout 7\n" },
    ];
    const whole = parseApacheConfig(files);
    const first = whole.routes.find(({ serverNames }) => serverNames.length > 0);
    expect(first).toMatchObject({ serverNames: ["s.x.test"], file: "snippets/proxy.inc", line: 1 });
    const flat = parseApacheConfig([
      { name: "apache2.conf", text: "IncludeOptional sites-enabled/*.conf\nIncludeOptional conf-enabled/*.conf\n" },
      { name: "shop.conf", text: "ProxyPass / http://10.0.0.1:80/\n" },
    ]);
    expect(flat.routes).toHaveLength(1);
    expect(whole.timers).toMatchObject([{ value: { ms: 7000 }, file: "other/timers.conf" }]);
  });
});
