import { inForce } from "@/core/lint/block-scope";
import { defineRule } from "@/core/lint/define-rule";
import { writtenDirective } from "@/core/lint/written";

export const nonIdempotentRetried = defineRule({
  id: "non-idempotent-retried",
  title: "POST requests are sent a second time",
  severity: "notice",
  causes: ["upstream-timeout", "upstream-overload"],
  languages: {
    nginx: {
      docs: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_next_upstream",
      risky:
        "upstream app { server 10.0.0.1:80; server 10.0.0.2:80; } server { listen 80; location / { proxy_pass http://app; proxy_next_upstream error timeout non_idempotent; } }",
      sane: "upstream app { server 10.0.0.1:80; server 10.0.0.2:80; } server { listen 80; location / { proxy_pass http://app; proxy_next_upstream error timeout; } }",
    },
  },
  check: ({ system }) =>
    system.passes.flatMap(({ protocol, scope, group, directive }) => {
      const setting = inForce(scope, `${protocol}_next_upstream`);
      if (group === null || group.servers.length < 2 || setting?.args.includes("non_idempotent") !== true) return [];
      const kept = setting.args.filter((word) => word !== "non_idempotent").join(" ");
      return [
        {
          ...writtenDirective(setting),
          certainty: "certain" as const,
          why: "With non_idempotent a POST that timed out on one server is sent to the next, though the first may still be at work on it: orders double, and a slow minute doubles the load.",
          suggestion: `${protocol}_next_upstream ${kept};`,
          related: [writtenDirective(directive)],
          upstreams: [group.name, ...group.servers.map(({ address }) => address)],
        },
      ];
    }),
});
