import { allInForce, around, inForce } from "@/core/lint/block-scope";
import { defineRule, type Finding } from "@/core/lint/define-rule";
import type { LintSystem } from "@/core/lint/lint-system";
import { writtenDirective, writtenLine } from "@/core/lint/written";

export const limiterAnswers503 = defineRule({
  id: "limiter-answers-503",
  title: "A limiter's refusals look like an outage",
  severity: "notice",
  causes: ["rate-limited"],
  languages: {
    nginx: {
      docs: "https://nginx.org/en/docs/http/ngx_http_limit_req_module.html#limit_req_status",
      risky: "server { listen 80; location / { limit_req zone=one burst=5; proxy_pass http://10.0.0.1; } }",
      sane: "server { listen 80; limit_req_status 429; location / { limit_req zone=one burst=5; proxy_pass http://10.0.0.1; } }",
    },
    haproxy: {
      docs: "https://docs.haproxy.org/2.8/configuration.html#4.2-http-request%20deny",
      risky:
        "frontend f\n bind :80\n mode http\n http-request deny deny_status 503 if { sc_http_req_rate(0) gt 100 }\n default_backend b\n",
      sane: "frontend f\n bind :80\n mode http\n http-request deny deny_status 429 if { sc_http_req_rate(0) gt 100 }\n default_backend b\n",
    },
  },
  check: ({ system }) => (system.product === "nginx" ? inNginx(system) : inHaproxy(system)),
});

function inNginx(system: LintSystem): Finding[] {
  const limiters = ["limit_req", "limit_conn"];
  const set = new Set(limiters.filter((name) => system.scopes.some(({ named }) => named.has(`${name}_status`))));
  return system.scopes.flatMap((scope) =>
    limiters.flatMap((name): Finding[] => {
      const limiter = scope.named.get(name)?.[0];
      if (limiter === undefined || around(scope, "stream") !== null) return [];
      if (inForce(scope, `${name}_status`) !== undefined || allInForce(scope, `${name}_dry_run`).length > 0) return [];
      // The status may be set inside the blocks that the limiter holds for.
      if (set.has(name)) return [];
      return [
        {
          ...writtenDirective(limiter),
          certainty: system.whole ? "certain" : "likely",
          why: `Requests over the limit are answered with 503, ${name}'s default: to monitors, balancers and CDNs the same as an upstream that is down. 429 says what it is.`,
          suggestion: `${name}_status 429;`,
        },
      ];
    }),
  );
}

function inHaproxy({ config, sections }: LintSystem): Finding[] {
  const rates = config.limits.filter(({ value }) => value.kind === "rate");
  return sections.flatMap(({ lines }) =>
    lines.flatMap((line): Finding[] => {
      const at = line.words.indexOf("deny_status");
      const status = line.words[at + 1] ?? "";
      const isRate = rates.some(({ file, line: number }) => file === line.file && number === line.line);
      if (at < 0 || !isRate || !/^50[234]$/.test(status)) return [];
      return [
        {
          ...writtenLine(line),
          certainty: "certain",
          why: `Requests over the limit are answered with ${status}: to monitors and balancers the same as a server that is down. 429 says what it is.`,
          suggestion: line.words.map((word, index) => (index === at + 1 ? "429" : word)).join(" "),
        },
      ];
    }),
  );
}
