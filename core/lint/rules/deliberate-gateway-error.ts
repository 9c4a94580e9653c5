import { defineRule } from "@/core/lint/define-rule";
import { productName } from "@/core/lint/product-name";

export const deliberateGatewayError = defineRule({
  id: "deliberate-gateway-error",
  title: "A gateway error that is written into the configuration",
  severity: "notice",
  causes: ["maintenance-mode"],
  languages: {
    nginx: {
      docs: "https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#return",
      risky: "server { listen 80; location /old { return 502; } }",
      sane: "server { listen 80; location /old { return 410; } }",
    },
    haproxy: {
      docs: "https://docs.haproxy.org/2.8/configuration.html#4.2-http-request%20return",
      risky:
        "frontend f\n bind :80\n mode http\n http-request return status 503 if { path /old }\n default_backend b\n",
      sane: "frontend f\n bind :80\n mode http\n http-request return status 410 if { path /old }\n default_backend b\n",
    },
    apache: {
      docs: "https://httpd.apache.org/docs/2.4/mod/mod_alias.html#redirect",
      risky: "Listen 80\nRedirect 503 /old\nProxyPass /new http://10.0.0.1/ retry=0\n",
      sane: "Listen 80\nRedirect 410 /old\nProxyPass /new http://10.0.0.1/ retry=0\n",
    },
    caddy: {
      docs: "https://caddyserver.com/docs/caddyfile/directives/respond",
      risky: 'example.com {\n\trespond /old "down" 503\n\treverse_proxy 10.0.0.1:80\n}\n',
      sane: 'example.com {\n\trespond /old "gone" 410\n\treverse_proxy 10.0.0.1:80\n}\n',
    },
  },
  check: ({ system: { product, config } }) =>
    config.deliberateErrors
      .filter(({ value: { status, scope } }) => scope === null && (status === 502 || status === 503 || status === 504))
      .map(({ value: { status, kind, location }, file, line }) => ({
        ...{ file, line, text: `${status.toString()}${location === null ? "" : ` for ${location}`}` },
        certainty: "certain" as const,
        ...(status === 503 ? {} : { severity: "warning" as const }),
        why: `${productName(product)} answers ${location === null ? "here" : `${kind} ${location}`} with ${status.toString()} itself, without asking an upstream.${status === 503 ? " As a switch to maintenance that is right; left on, it is an outage that no upstream can explain." : ` ${status.toString()} says that an upstream failed, and sends whoever is on call to the wrong place: 503 with Retry-After is for answers on purpose.`}`,
        suggestion:
          product === "nginx"
            ? "add_header Retry-After 120 always;\nreturn 503;"
            : product === "haproxy"
              ? "http-request return status 503 hdr Retry-After 120"
              : product === "caddy"
                ? "header Retry-After 120\nrespond 503"
                : "Header always set Retry-After 120",
      })),
});
