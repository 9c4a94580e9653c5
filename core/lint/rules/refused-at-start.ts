import { inForce } from "@/core/lint/block-scope";
import { defineRule, type Finding } from "@/core/lint/define-rule";
import type { LintSystem } from "@/core/lint/lint-system";
import { writtenDirective } from "@/core/lint/written";

const NO_BACKUP = /^(?:ip_hash|hash|random)$/;

export const refusedAtStart = defineRule({
  id: "refused-at-start",
  title: "nginx refuses to load this",
  severity: "error",
  causes: ["proxy-config-error"],
  languages: {
    nginx: {
      docs: "https://nginx.org/en/docs/http/ngx_http_upstream_module.html#server",
      risky: "upstream app { ip_hash; server 10.0.0.1:80; server 10.0.0.2:80 backup; } server { listen 80; }",
      sane: "upstream app { least_conn; server 10.0.0.1:80; server 10.0.0.2:80 backup; } server { listen 80; }",
    },
  },
  check: ({ system }) => [...backups(system), ...twice(system), ...noAuthority(system)],
});

/** https://nginx.org/en/docs/http/ngx_http_upstream_module.html#backup */
function backups({ scopes }: LintSystem): Finding[] {
  return scopes
    .filter(({ name }) => name === "upstream")
    .flatMap(({ level }) => {
      const method = level.find(({ name }) => NO_BACKUP.test(name));
      const backup = level.find(({ name, args }) => name === "server" && args.includes("backup"));
      if (method === undefined || backup === undefined) return [];
      return [
        {
          ...writtenDirective(backup),
          certainty: "certain",
          why: `backup cannot be combined with ${method.name}: nginx stops with “balancing method does not support parameter "backup"”, and a reload keeps the old configuration.`,
          suggestion: `least_conn;  # instead of ${method.name}; or take “backup” off the server`,
          related: [writtenDirective(method)],
        },
      ];
    });
}

function twice({ scopes }: LintSystem): Finding[] {
  const known = new Map<string, BlockOfGroup>();
  return scopes.flatMap(({ name, args, at, parent }): Finding[] => {
    const group = args[0];
    if (name !== "upstream" || at === null || group === undefined || group.includes("$")) return [];
    const key = `${parent?.name ?? ""}\n${group}`;
    const before = known.get(key);
    if (before === undefined) known.set(key, at);
    if (before === undefined || (before.file === at.file && before.line === at.line)) return [];
    return [
      {
        ...writtenDirective(at),
        // Files of two machines may have been given together.
        certainty: before.file === at.file ? "certain" : "likely",
        why: `upstream ${group} is declared twice: nginx stops with “duplicate upstream”, and a reload keeps the old configuration.`,
        suggestion: `upstream ${group}_2 {  # or move its servers to the first block`,
        related: [writtenDirective(before)],
        upstreams: [group],
      },
    ];
  });
}

type BlockOfGroup = Parameters<typeof writtenDirective>[0];

/** https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_ssl_verify */
function noAuthority(system: LintSystem): Finding[] {
  return system.passes.flatMap(({ protocol, secure, scope, directive }) => {
    const verify = inForce(scope, `${protocol}_ssl_verify`);
    if (!secure || verify?.args[0] !== "on") return [];
    if (inForce(scope, `${protocol}_ssl_trusted_certificate`) !== undefined) return [];
    return [
      {
        ...writtenDirective(verify),
        certainty: system.whole ? "certain" : "likely",
        why: `The upstream's certificate is to be verified, and no file of trusted authorities is named: nginx stops with “no ${protocol}_ssl_trusted_certificate for ${protocol}_ssl_verify”.`,
        suggestion: `${protocol}_ssl_trusted_certificate /etc/ssl/certs/ca-certificates.crt;`,
        related: [writtenDirective(directive)],
      },
    ];
  });
}
