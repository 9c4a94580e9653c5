import { defineRule } from "@/core/lint/define-rule";
import { shortText } from "@/core/lint/written";

/** https://httpd.apache.org/docs/2.4/mod/mod_proxy.html: default of retry. */
const RETRY_MS = 60_000;
/** Long enough that people see 503 after the application is back; the usual restart takes some seconds. */
const LONG_MS = 10_000;

export const failedWorkerLeftAside = defineRule({
  id: "failed-worker-left-aside",
  title: "One refused connection, and Apache answers 503 for a minute",
  severity: "notice",
  causes: ["upstream-down", "rolling-deploy"],
  languages: {
    apache: {
      docs: "https://httpd.apache.org/docs/2.4/mod/mod_proxy.html#proxypass",
      risky: "ProxyPass / http://10.0.0.1:8080/\n",
      sane: "ProxyPass / http://10.0.0.1:8080/ retry=0\n",
    },
  },
  check: ({ system: { config, groups } }) => {
    const asides = config.timers.filter(({ value }) => value.kind === "aside");
    const retries = new Map(asides.map((timer) => [timer.value.scope, timer]));
    const seen = new Set<string>();
    return config.routes.flatMap(({ directive, target, group, file, line }) => {
      const servers = groups.get(group ?? "")?.servers ?? [];
      if (target.startsWith("balancer://") || servers.length !== 1 || group === null) return [];
      if (seen.has(group)) return [];
      seen.add(group);
      const retry = retries.get(group);
      if ((retry?.value.ms ?? RETRY_MS) < LONG_MS) return [];
      return [
        {
          ...{ file, line, text: shortText(`${directive} ${target}`) },
          certainty: "certain" as const,
          why: `When ${group} refuses one connection, as during a restart, Apache does not ask it again for ${retry === undefined ? "60 s (the default of retry)" : `retry=${retry.value.written}`}: all requests get 503 meanwhile, though the application is long back. There is no other server to protect it for.`,
          suggestion: `${directive} … ${target} retry=0`,
          related:
            retry === undefined ? [] : [{ file: retry.file, line: retry.line, text: `retry=${retry.value.written}` }],
          upstreams: [group],
        },
      ];
    });
  },
});
