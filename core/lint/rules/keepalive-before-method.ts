import { defineRule } from "@/core/lint/define-rule";
import { writtenDirective } from "@/core/lint/written";

const METHODS = /^(?:ip_hash|least_conn|least_time|hash|random)$/;

export const keepaliveBeforeMethod = defineRule({
  id: "keepalive-before-method",
  title: "The balancing method stands below keepalive, and switches it off",
  severity: "warning",
  causes: ["port-exhaustion"],
  languages: {
    nginx: {
      docs: "https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive",
      risky: "upstream app { server 10.0.0.1:80; server 10.0.0.2:80; keepalive 16; least_conn; } server { listen 80; }",
      sane: "upstream app { least_conn; server 10.0.0.1:80; server 10.0.0.2:80; keepalive 16; } server { listen 80; }",
    },
  },
  check: ({ system: { scopes } }) =>
    scopes
      .filter(({ name }) => name === "upstream")
      .flatMap(({ level, args }) => {
        const keepalive = level.findIndex(({ name }) => name === "keepalive");
        const method = level.findIndex(({ name }) => METHODS.test(name));
        const [kept, chosen] = [level[keepalive], level[method]];
        if (kept === undefined || chosen === undefined || method < keepalive) return [];
        return [
          {
            ...writtenDirective(chosen),
            certainty: "certain" as const,
            why: `${chosen.name} takes the place of what keepalive set up (nginx only warns “load balancing method redefined”), so no connection of upstream ${args[0] ?? ""} is kept and each request opens one.`,
            suggestion: `${[chosen.name, ...chosen.args].join(" ")};\n${[kept.name, ...kept.args].join(" ")};`,
            related: [writtenDirective(kept)],
            upstreams: [args[0] ?? ""],
          },
        ];
      }),
});
