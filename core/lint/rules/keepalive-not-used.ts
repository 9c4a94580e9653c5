import { allInForce, inForce } from "@/core/lint/block-scope";
import { defineRule, type Finding } from "@/core/lint/define-rule";
import type { NginxPass } from "@/core/lint/nginx-passes";
import { valuesOf } from "@/core/lint/nginx-values";
import type { LintSystem } from "@/core/lint/lint-system";
import { writtenDirective } from "@/core/lint/written";

export const keepaliveNotUsed = defineRule({
  id: "keepalive-not-used",
  title: "The pool of kept connections is never used",
  severity: "warning",
  causes: ["port-exhaustion", "upstream-overload"],
  languages: {
    nginx: {
      docs: "https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive",
      risky:
        "http { upstream app { server 10.0.0.1:80; keepalive 32; } server { listen 80; location / { proxy_pass http://app; } } }",
      sane: 'http { upstream app { server 10.0.0.1:80; keepalive 32; } server { listen 80; proxy_http_version 1.1; proxy_set_header Connection ""; location / { proxy_pass http://app; } } }',
    },
  },
  check: ({ system }) =>
    system.passes.flatMap((pass): Finding[] => {
      const keepalive = pass.group?.keepalive ?? null;
      if (pass.group === null || keepalive === null || keepalive.value === 0) return [];
      const reason =
        pass.protocol === "fastcgi" ? fastcgiCloses(pass) : pass.protocol === "proxy" ? httpCloses(system, pass) : null;
      if (reason === null) return [];
      const { file, line, value } = keepalive;
      return [
        {
          ...writtenDirective(pass.directive),
          certainty: reason.certain ? "certain" : "likely",
          why: `upstream ${pass.group.name} keeps up to ${value.toString()} connections, but ${reason.why} Each request opens a connection of its own: under load the proxy runs out of local ports (“Cannot assign requested address”, 502) and the upstream's accept queue fills.`,
          suggestion: reason.suggestion,
          related: [{ file, line, text: `keepalive ${value.toString()}` }],
          upstreams: [pass.group.name, ...pass.group.servers.map(({ address }) => address)],
        },
      ];
    }),
});

interface Reason {
  why: string;
  certain: boolean;
  suggestion: string;
}

const BOTH = 'proxy_http_version 1.1;\nproxy_set_header Connection "";';

function fastcgiCloses({ scope }: NginxPass): Reason | null {
  if (inForce(scope, "fastcgi_keep_conn")?.args[0] === "on") return null;
  return {
    why: "fastcgi_keep_conn is off here, so nginx asks the FastCGI server to close after each answer.",
    certain: true,
    suggestion: "fastcgi_keep_conn on;",
  };
}

function httpCloses(system: LintSystem, { scope }: NginxPass): Reason | null {
  const version = inForce(scope, "proxy_http_version")?.args[0];
  if (version === "1.0") return { why: "proxy_http_version is 1.0 here.", certain: true, suggestion: BOTH };
  const headers = allInForce(scope, "proxy_set_header").map(({ args }) => args);
  const connection = headers.find(([name = ""]) => name.toLowerCase() === "connection")?.[1];
  if (connection !== undefined && closes(system, connection)) {
    const variable = connection.startsWith("$");
    return {
      why: `the header Connection is ${variable ? `${connection}, which is “close” for ordinary requests` : "set to “close”"}.`,
      certain: true,
      suggestion: variable ? `map $http_upgrade ${connection} {\n    default upgrade;\n    ''      '';\n}` : BOTH,
    };
  }
  if (version !== undefined && connection !== undefined) return null;
  const lacking = [
    ...(version === undefined ? ["proxy_http_version 1.1"] : []),
    ...(connection === undefined ? ["an empty Connection header"] : []),
  ];
  const elsewhere =
    connection === undefined && headers.length > 0
      ? " (a block with a proxy_set_header of its own inherits none from outside)"
      : "";
  return {
    why: `${lacking.join(" and ")} ${lacking.length > 1 ? "are" : "is"} not set here${elsewhere}, which nginx before 1.29.7 needs.`,
    certain: false,
    suggestion: BOTH,
  };
}

function closes(system: LintSystem, value: string): boolean {
  if (!value.startsWith("$")) return value.toLowerCase() === "close";
  return valuesOf(system, value.slice(1)).some((each) => each.toLowerCase() === "close");
}
