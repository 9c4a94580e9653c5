import { mkdirSync } from "node:fs";
import { site } from "../fault.mjs";
import { fastcgiParameters, PhpFpm } from "../php-fpm.mjs";

const hosts = ["www.ink-and-paper.test"];

export default {
  id: "php-pool-exhausted",
  title: "slow scripts occupy all php-fpm children; the socket's queue is full",
  subnet: 72,
  template: "combined",
  zone: "Europe/Bucharest",
  begin: "2026-11-17T17:00:00Z",
  errorLog: true,
  config: false,
  calibration: true,
  hosts,
  prepare: ({ dir }) => {
    mkdirSync(`${dir}/run`, { recursive: true });
    mkdirSync(`${dir}/www`, { recursive: true });
  },
  upstreams: ({ dir }) => [new PhpFpm(dir)],
  main: () => ({ worker: "user www-data;" }),
  http: (context) => `${fastcgiParameters(context)}
${site(context, { hosts, target: `unix:${context.dir}/run/php.sock`, pass: "fastcgi_pass" })}`,
  inject: ({ upstreams }) => upstreams[0].slow(700),
  remove: ({ upstreams }) => upstreams[0].slow(0),
  incident: () => ({
    category: "overload",
    cause: "backlog-full",
    acceptableCauses: ["backlog-full", "upstream-overload"],
    upstreams: ["unix:/run/php.sock"],
    statuses: [502],
  }),
};
