import { defineRule, type Finding } from "@/core/lint/define-rule";
import type { LintSystem } from "@/core/lint/lint-system";
import { writtenDirective } from "@/core/lint/written";

/** The usual soft limit of open files of a service on Linux (systemd's DefaultLimitNOFILE). */
const SERVICE_FILES = 1024;
/** https://nginx.org/en/docs/ngx_core_module.html#worker_connections: the default. */
const DEFAULT_CONNECTIONS = 512;

export const tooFewConnections = defineRule({
  id: "too-few-connections",
  title: "A worker runs out of connections or files before it is busy",
  severity: "warning",
  causes: ["worker-connections", "fd-exhaustion"],
  languages: {
    nginx: {
      docs: "https://nginx.org/en/docs/ngx_core_module.html#worker_rlimit_nofile",
      risky:
        "worker_rlimit_nofile 1024; events { worker_connections 4096; } http { server { listen 80; location / { proxy_pass http://10.0.0.1; } } }",
      sane: "worker_rlimit_nofile 16384; events { worker_connections 4096; } http { server { listen 80; location / { proxy_pass http://10.0.0.1; } } }",
    },
  },
  check: ({ system }) => {
    if (system.passes.length === 0) return [];
    return [...system.scopes.filter(({ name }) => name === "events").flatMap((events) => limits(system, events))];
  },
});

function limits(system: LintSystem, { level, at, parent }: LintSystem["scopes"][number]): Finding[] {
  const written = level.find(({ name }) => name === "worker_connections");
  const files = parent?.level.find(({ name }) => name === "worker_rlimit_nofile");
  const connections = Number(written?.args[0] ?? DEFAULT_CONNECTIONS);
  const place = written ?? at;
  if (place === null || !Number.isInteger(connections)) return [];
  const room = (connections * 2).toString();
  if (files !== undefined && Number(files.args[0]) < connections) {
    return [
      {
        ...writtenDirective(files),
        certainty: "certain",
        why: `A worker may hold ${connections.toString()} connections but open only ${files.args[0] ?? ""} files, and each connection is one: it stops at “Too many open files”, with 500 and 502, long before worker_connections.`,
        suggestion: `worker_rlimit_nofile ${room};`,
        related: [writtenDirective(place)],
      },
    ];
  }
  if (files === undefined && connections > SERVICE_FILES && system.whole) {
    return [
      {
        ...writtenDirective(place),
        certainty: "possible",
        severity: "notice",
        why: `${connections.toString()} connections need as many files, and a service may usually open ${SERVICE_FILES.toString()} (nginx warns “worker_connections exceed open file resource limit”; in containers the limit is mostly higher): beyond it 500 and 502, “Too many open files”.`,
        suggestion: `worker_rlimit_nofile ${room};`,
      },
    ];
  }
  // Each proxied request takes two: the client's and the upstream's.
  if (connections > DEFAULT_CONNECTIONS / 2) return [];
  return [
    {
      ...writtenDirective(place),
      certainty: "certain",
      severity: "notice",
      why: `A proxied request takes two connections, so that a worker has room for ${Math.floor(connections / 2).toString()} at a time, kept ones included; beyond it clients wait or get 500 (“worker_connections are not enough”).`,
      suggestion: "worker_connections 1024;",
    },
  ];
}
