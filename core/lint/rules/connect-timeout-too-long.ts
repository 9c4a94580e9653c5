import { defineRule } from "@/core/lint/define-rule";
import { duration } from "@/core/lint/written";

/** "It should be noted that this timeout cannot usually exceed 75 seconds." */
const MOST_MS = 75_000;

export const connectTimeoutTooLong = defineRule({
  id: "connect-timeout-too-long",
  title: "A dead server is waited for longer than anyone will wait",
  severity: "notice",
  causes: ["connection-timeout", "firewall-drop"],
  languages: {
    nginx: {
      docs: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_connect_timeout",
      risky: "server { listen 80; location / { proxy_pass http://10.0.0.1; proxy_connect_timeout 300s; } }",
      sane: "server { listen 80; location / { proxy_pass http://10.0.0.1; proxy_connect_timeout 60s; proxy_read_timeout 300s; } }",
    },
    haproxy: {
      docs: "https://docs.haproxy.org/2.8/configuration.html#4.2-timeout%20connect",
      risky: "backend b\n timeout connect 300s\n timeout server 30s\n server s 10.0.0.1:80\n",
      sane: "backend b\n timeout connect 5s\n timeout server 300s\n server s 10.0.0.1:80\n",
    },
  },
  check: ({ system: { config, product } }) =>
    config.timers
      .filter(({ value }) => value.kind === "connect" && value.ms > MOST_MS)
      .map(({ value, file, line }) => {
        const end = product === "nginx" ? ";" : "";
        return {
          ...{ file, line, text: `${value.directive} ${value.written}` },
          certainty: "certain" as const,
          why: `A connection within a network is made in milliseconds. With ${duration(value.ms)} each request to a machine that is gone holds a connection and its client for minutes (the system itself gives up after about 75 s to two minutes), and the next server is tried only then.`,
          suggestion: `${value.directive} 5s${end}`,
          upstreams: value.scope === null ? [] : [value.scope],
        };
      }),
});
