import { describe, expect, it } from "vitest";
import { isCaddyfile, parseCaddyfile } from "./parse-caddyfile";

// Accepted by `caddy adapt --validate` of Caddy 2.6.
const CADDYFILE = `{
	admin off
	servers {
		timeouts {
			read_body 10s
			idle 2m
		}
	}
}

(proxied) {
	reverse_proxy {args[0]} {
		fail_duration 30s
		max_fails 3
		transport http {
			dial_timeout 2s
			response_header_timeout 30s
			keepalive 4s
		}
	}
}

www.x.test, x.test {
	log {
		output file /var/log/caddy/access.log
		format json
	}
	@api path /api/* /v1/*
	handle @api {
		reverse_proxy https://10.1.22.9:8443 {
			lb_retries 2
			lb_try_duration 5s
			health_uri /healthz
			health_interval 10s
			health_timeout 2s
			transport http {
				tls_server_name api.internal
				keepalive off
			}
		}
	}
	handle /maintenance* {
		respond "Down for maintenance" 503 # on purpose
	}
	php_fastcgi unix//run/php/php-fpm.sock
	import proxied app:8080
}

http://old.x.test:8080 {
	reverse_proxy /ws/* {
		to localhost:9001 localhost:9002
		lb_policy least_conn
	}
	respond * 502 {
		close
	}
}
`;

describe("parseCaddyfile", () => {
  const config = parseCaddyfile([{ name: "Caddyfile", text: CADDYFILE }]);

  it("reads each reverse_proxy as a group, through snippets and their arguments", () => {
    expect(config.upstreams.map(({ servers, line }) => [line, servers.map(({ address }) => address)])).toEqual([
      [30, ["10.1.22.9:8443"]],
      [45, ["unix:/run/php/php-fpm.sock"]],
      [12, ["app:8080"]],
      [50, ["localhost:9001", "localhost:9002"]],
    ]);
  });
  it("reads routes with their hosts, matchers and schemes", () => {
    expect(config.routes.map(({ scheme, serverNames, location }) => [scheme, serverNames, location])).toEqual([
      ["https", ["www.x.test", "x.test"], "/api/* /v1/*"],
      ["fastcgi", ["www.x.test", "x.test"], null],
      ["http", ["www.x.test", "x.test"], null],
      ["http", ["old.x.test"], "/ws/*"],
    ]);
  });
  it("reads timers where they stand", () => {
    expect(config.timers.map(({ value, line }) => [line, value.kind, value.directive, value.ms])).toEqual([
      [5, "client", "read_body", 10_000],
      [6, "idle-client", "idle", 120_000],
      [32, "total", "lb_try_duration", 5000],
      [34, "health-interval", "health_interval", 10_000],
      [35, "health-timeout", "health_timeout", 2000],
      [13, "aside", "fail_duration", 30_000],
      [16, "connect", "dial_timeout", 2000],
      [17, "read", "response_header_timeout", 30_000],
      [18, "idle-upstream", "keepalive", 4000],
    ]);
  });
  it("knows what is verified and kept open, written or by default", () => {
    expect(config.tls.map(({ value }) => [value.verify, value.serverName])).toEqual([
      [null, "api.internal"],
      [true, null],
    ]);
    expect(config.keepaliveUpstream.map(({ value }) => [value.on, value.byDefault])).toEqual([
      [false, false],
      [true, false],
      [true, true],
    ]);
    expect(config.retries).toMatchObject([{ value: { times: 2 }, line: 31 }]);
    expect(config.resolvers.map(({ value }) => value.scope)).toEqual(["app:8080"]);
  });
  it("reads logs and answers made on purpose", () => {
    expect(config.accessLogs).toMatchObject([
      { value: { path: "/var/log/caddy/access.log", format: "json" }, line: 24 },
    ]);
    expect(config.deliberateErrors.map(({ value, line }) => [line, value.status, value.location])).toEqual([
      [43, 503, "/maintenance*"],
      [54, 502, "old.x.test"],
    ]);
  });
  it("reads a site without braces, defaults of the environment, long lines and heredocs", () => {
    const text = ':8080\n\nrespond <<END\n  }{ "\n  END 503\nreverse_proxy /a {$APP:10.0.0.1:81} \\\n  10.0.0.2:81\n';
    const plain = parseCaddyfile([{ name: "Caddyfile", text }]);
    expect(plain.upstreams[0]?.servers.map(({ address }) => address)).toEqual(["10.0.0.1:81", "10.0.0.2:81"]);
    expect(plain.deliberateErrors).toMatchObject([{ value: { status: 503 }, line: 3 }]);
  });
  it("puts imported files in their place, and files that none imports beside them", () => {
    const whole = parseCaddyfile([
      { name: "Caddyfile", text: "import sites/*.caddy\nw.x.test {\n\timport snippets/proxy.caddy\n}\n" },
      { name: "sites/a.caddy", text: "a.x.test {\n\treverse_proxy 10.0.0.1:80\n}\n" },
      { name: "snippets/proxy.caddy", text: "reverse_proxy 10.0.0.2:80\n" },
    ]);
    expect(whole.routes.map(({ serverNames, target, file }) => [serverNames[0], target, file])).toEqual([
      ["a.x.test", "10.0.0.1:80", "sites/a.caddy"],
      ["w.x.test", "10.0.0.2:80", "snippets/proxy.caddy"],
    ]);
  });
  it("does not go round for ever in snippets that import each other", () => {
    const loop =
      "(a) {\n import b\n import b\n}\n(b) {\n import a\n import a\n}\nx.test {\n import a\n reverse_proxy 10.0.0.1:80\n}\n";
    const startMs = Date.now();
    expect(parseCaddyfile([{ name: "Caddyfile", text: loop }]).upstreams).toHaveLength(1);
    expect(Date.now() - startMs).toBeLessThan(1000);
  });
});

it("tells a Caddyfile without braces by its name or its address", () => {
  expect(isCaddyfile("example.com\nreverse_proxy localhost:8080\n", "Caddyfile")).toBe(true);
  expect(isCaddyfile(":80\nreverse_proxy localhost:8080\n", "x.txt")).toBe(true);
  expect(isCaddyfile("route 66\nrespond soon\n", "poem.txt")).toBe(false);
});
