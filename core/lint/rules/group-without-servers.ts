import { defineRule, type Finding } from "@/core/lint/define-rule";

export const groupWithoutServers = defineRule({
  id: "group-without-servers",
  title: "A group that has no server to send a request to",
  severity: "error",
  causes: ["no-endpoints", "no-live-upstreams", "maintenance-mode"],
  languages: {
    nginx: {
      docs: "https://nginx.org/en/docs/http/ngx_http_upstream_module.html#down",
      risky: "upstream app { server 10.0.0.1:80 down; } server { listen 80; location / { proxy_pass http://app; } }",
      sane: "upstream app { server 10.0.0.1:80 down; server 10.0.0.2:80; } server { listen 80; location / { proxy_pass http://app; } }",
    },
    haproxy: {
      docs: "https://docs.haproxy.org/2.8/configuration.html#5.2-disabled",
      risky:
        "frontend f\n bind :80\n default_backend b\nbackend b\n mode http\n balance roundrobin\n server s 10.0.0.1:80 disabled\n",
      sane: "frontend f\n bind :80\n default_backend b\nbackend b\n mode http\n balance roundrobin\n server s 10.0.0.1:80 disabled\n server t 10.0.0.2:80\n",
    },
    traefik: {
      docs: "https://doc.traefik.io/traefik/reference/routing-configuration/http/load-balancing/service/",
      risky:
        "http:\n  routers:\n    r:\n      rule: Path(`/`)\n      service: app\n  services:\n    app:\n      loadBalancer:\n        servers: []\n",
      sane: "http:\n  routers:\n    r:\n      rule: Path(`/`)\n      service: app\n  services:\n    app:\n      loadBalancer:\n        servers:\n          - url: http://10.0.0.1:80\n",
    },
  },
  check: ({ system: { product, config } }) => {
    const asked = new Set(config.routes.map(({ group }) => group));
    const empty = config.deliberateErrors.flatMap(({ value: { scope, location }, file, line }): Finding[] =>
      scope === null ? [] : [finding({ file, line, name: scope, text: location ?? scope }, product)],
    );
    const down = config.upstreams.flatMap(({ name, servers, file, line }): Finding[] => {
      const allDown = servers.length > 0 && servers.every(({ parameters }) => parameters.includes("down"));
      if (product !== "nginx" || !allDown || !asked.has(name)) return [];
      return [finding({ file, line, name, text: `upstream ${name} {` }, product)];
    });
    return [...empty, ...down];
  },
});

interface Empty {
  file: string;
  line: number;
  name: string;
  text: string;
}

function finding({ file, line, name, text }: Empty, product: string): Finding {
  const status = product === "nginx" ? "502 (“no live upstreams”)" : "503";
  const suggestion =
    product === "nginx"
      ? `upstream ${name} {\n    server <address>;`
      : product === "traefik"
        ? "servers:\n  - url: http://<address>:<port>"
        : `backend ${name}\n    server <name> <address>:<port> check`;
  return {
    ...{ file, line, text, certainty: "certain", suggestion },
    why: `Nothing in ${name} can take a request: each one sent there is answered with ${status}. Where that is meant as a maintenance page, answer it with 503 and Retry-After on purpose.`,
    upstreams: [name],
  };
}
