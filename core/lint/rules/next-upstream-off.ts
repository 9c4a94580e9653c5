import { inForce } from "@/core/lint/block-scope";
import { defineRule } from "@/core/lint/define-rule";
import { writtenDirective } from "@/core/lint/written";

export const nextUpstreamOff = defineRule({
  id: "next-upstream-off",
  title: "Several servers, and no second attempt",
  severity: "warning",
  causes: ["upstream-down", "rolling-deploy", "connection-timeout"],
  languages: {
    nginx: {
      docs: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_next_upstream",
      risky:
        "upstream app { server 10.0.0.1:80; server 10.0.0.2:80; } server { listen 80; location / { proxy_pass http://app; proxy_next_upstream off; } }",
      sane: "upstream app { server 10.0.0.1:80; } server { listen 80; location / { proxy_pass http://app; proxy_next_upstream off; } }",
    },
  },
  check: ({ system }) =>
    system.passes.flatMap(({ protocol, scope, group, directive }) => {
      const setting = inForce(scope, `${protocol}_next_upstream`);
      const tries = inForce(scope, `${protocol}_next_upstream_tries`);
      const off = setting?.args.includes("off") === true ? setting : tries?.args[0] === "1" ? tries : undefined;
      if (group === null || group.servers.length < 2 || off === undefined) return [];
      return [
        {
          ...writtenDirective(off),
          certainty: "certain" as const,
          why: `upstream ${group.name} has ${group.servers.length.toString()} servers, but a request whose first server refuses or does not answer is given up with 502 or 504 instead of going to the next.`,
          suggestion: `${protocol}_next_upstream error timeout;\n${protocol}_next_upstream_tries 2;`,
          related: [writtenDirective(directive)],
          upstreams: [group.name, ...group.servers.map(({ address }) => address)],
        },
      ];
    }),
});
