import { mkdirSync } from "node:fs";
import { phpFpmClock } from "../clocks.mjs";
import { site } from "../fault.mjs";
import { fastcgiParameters, PhpFpm } from "../php-fpm.mjs";

const hosts = ["www.silver-birch.test"];
const ZONE = "Europe/Zagreb";

const POOL = `listen.backlog = 64
pm = dynamic
pm.start_servers = 2
pm.min_spare_servers = 1
pm.max_spare_servers = 3
pm.max_children = 12
request_terminate_timeout = 2s
`;

export default {
  id: "php-request-terminated",
  title: "scripts hang and php-fpm ends them at request_terminate_timeout; default log, php-fpm's own log",
  subnet: 205,
  template: "combined",
  zone: ZONE,
  begin: "2026-07-08T09:00:00Z",
  errorLog: true,
  config: false,
  calibration: true,
  perSecond: 12,
  hosts,
  prepare: ({ dir }) => {
    mkdirSync(`${dir}/run`, { recursive: true });
    mkdirSync(`${dir}/www`, { recursive: true });
  },
  upstreams: ({ dir }) => [new PhpFpm(dir, POOL)],
  main: () => ({ worker: "user www-data;" }),
  http: (context) => `${fastcgiParameters(context)}
${site(context, { hosts, target: `unix:${context.dir}/run/php.sock`, pass: "fastcgi_pass" })}`,
  inject: ({ upstreams }) => upstreams[0].slow(6000, "#^/(search|api)#"),
  remove: ({ upstreams }) => upstreams[0].slow(0),
  extraFiles: ({ context, fromMs, untilMs, warp }) => {
    const lines = context.upstreams[0].log.filter(({ atMs }) => atMs >= fromMs && atMs <= untilMs);
    const text = lines
      .map(({ atMs, text }) => text.replace(/^\[[^\]]*\]/, `[${phpFpmClock(warp(atMs), ZONE)}]`))
      .map((line) => `${line.replaceAll(context.dir, "")}\n`)
      .join("");
    return [{ name: "php-fpm.log", role: "app-error", tier: "app", text }];
  },
  incident: () => ({
    category: "upstream",
    cause: "upstream-timeout",
    acceptableCauses: ["upstream-timeout", "upstream-crash"],
    acceptableCategories: ["upstream", "overload"],
    upstreams: ["unix:/run/php.sock"],
    paths: ["/search", "/api"],
    statuses: [502],
  }),
};
