import { mkdirSync } from "node:fs";
import { phpFpmClock } from "../clocks.mjs";
import { site } from "../fault.mjs";
import { fastcgiParameters, PhpFpm } from "../php-fpm.mjs";

const hosts = ["www.clay-pot.test"];
const zone = "Asia/Kolkata";

export default {
  id: "php-fpm-stopped",
  title: "php-fpm is stopped and takes its socket with it; default log, php-fpm's own log",
  subnet: 93,
  template: "combined",
  zone,
  begin: "2026-12-03T06:30:00Z",
  errorLog: true,
  config: false,
  calibration: true,
  perSecond: 15,
  hosts,
  prepare: ({ dir }) => {
    mkdirSync(`${dir}/run`, { recursive: true });
    mkdirSync(`${dir}/www`, { recursive: true });
  },
  upstreams: ({ dir }) => [new PhpFpm(dir)],
  main: () => ({ worker: "user www-data;" }),
  http: (context) => `${fastcgiParameters(context)}
${site(context, { hosts, target: `unix:${context.dir}/run/php.sock`, pass: "fastcgi_pass" })}`,
  inject: ({ upstreams }) => upstreams[0].stop(),
  remove: ({ upstreams }) => upstreams[0].start(),
  extraFiles: ({ context, fromMs, untilMs, warp }) => [
    {
      name: "php-fpm.log",
      role: "app-error",
      tier: "app",
      text: context.upstreams[0].log
        .filter(({ atMs }) => atMs >= fromMs && atMs <= untilMs)
        .map(({ atMs, text }) => `${text.replace(/^\[[^\]]*\]/, `[${phpFpmClock(warp(atMs), zone)}]`)}\n`)
        .join(""),
    },
  ],
  incident: () => ({
    category: "config",
    cause: "socket-missing",
    acceptableCauses: ["socket-missing", "upstream-down"],
    acceptableCategories: ["config", "upstream"],
    upstreams: ["unix:/run/php.sock"],
    statuses: [502],
  }),
};
