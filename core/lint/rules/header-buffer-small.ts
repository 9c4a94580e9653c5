import { readSizeBytes } from "@/core/configs/read-duration";
import { inForce } from "@/core/lint/block-scope";
import { defineRule, type Finding } from "@/core/lint/define-rule";
import type { LintSystem } from "@/core/lint/lint-system";
import { writtenDirective } from "@/core/lint/written";

/** https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffer_size: a memory page, the smallest default. */
const PAGE_BYTES = 4096;
/** What a handful of cookies of 4 KiB, the most that browsers take of each, come to. */
const ROOMY_BYTES = 16_384;

export const headerBufferSmall = defineRule({
  id: "header-buffer-small",
  title: "Too little room for the header of an answer",
  severity: "warning",
  causes: ["header-too-big"],
  languages: {
    nginx: {
      docs: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffer_size",
      risky: "server { listen 80; location / { proxy_pass http://10.0.0.1; proxy_buffer_size 2k; } }",
      sane: "server { listen 80; location / { proxy_pass http://10.0.0.1; proxy_buffer_size 4k; } }",
    },
    haproxy: {
      docs: "https://docs.haproxy.org/2.8/configuration.html#3.2-tune.bufsize",
      risky: "global\n tune.bufsize 8192\ndefaults\n mode http\nbackend b\n server s 10.0.0.1:80\n",
      sane: "global\n tune.bufsize 16384\ndefaults\n mode http\nbackend b\n server s 10.0.0.1:80\n",
    },
  },
  check: ({ system, facts }) =>
    system.product === "nginx" ? inNginx(system, facts.causes.includes("header-too-big")) : inHaproxy(system),
});

function inNginx(system: LintSystem, logged: boolean): Finding[] {
  return system.passes.flatMap(({ directive, protocol, scope, group, authority }): Finding[] => {
    const setting = inForce(scope, `${protocol}_buffer_size`);
    const bytes = readSizeBytes(setting?.args[0] ?? "") ?? PAGE_BYTES;
    if (protocol === "memcached" || (bytes >= PAGE_BYTES && !(logged && bytes < ROOMY_BYTES))) return [];
    const room = setting === undefined ? "one page of memory, 4 or 8 KiB" : (setting.args[0] ?? "");
    return [
      {
        ...writtenDirective(setting ?? directive),
        certainty: logged ? "likely" : "possible",
        why: `The whole header of an answer has to fit into ${room}. A few cookies or a long security policy are more: those pages are then always 502 (“upstream sent too big header”)${logged ? ", as the logs beside it show" : ""}.`,
        suggestion: `${protocol}_buffer_size 16k;\n${protocol}_buffers 8 16k;\n${protocol}_busy_buffers_size 32k;`,
        related: setting === undefined ? [] : [writtenDirective(directive)],
        upstreams: group === null ? [authority] : [group.name, ...group.servers.map(({ address }) => address)],
      },
    ];
  });
}

function inHaproxy({ config }: LintSystem): Finding[] {
  return config.buffers
    .filter(({ value }) => value.kind === "response-header" && value.bytes < ROOMY_BYTES)
    .map(({ value, file, line }) => ({
      ...{ file, line, text: `${value.directive} ${value.written}` },
      certainty: "possible" as const,
      why: `The whole header of a request or an answer has to fit into tune.bufsize less tune.maxrewrite (1 KiB), here ${value.written} bytes in all and half of the default: larger answers are 502 (PH).`,
      suggestion: "tune.bufsize 32768",
    }));
}
