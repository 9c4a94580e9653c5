import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { site } from "../fault.mjs";

const hosts = ["www.ink-and-paper.test"];

/** A real php-fpm pool with one worker and the shortest queue: the second slow request fills it. */
class PhpFpm {
  constructor(dir) {
    this.dir = dir;
  }

  async start() {
    writeFileSync(
      `${this.dir}/fpm.conf`,
      `[global]\ndaemonize = no\nerror_log = ${this.dir}/php-fpm.log\n[www]\nuser = www-data\ngroup = www-data\nlisten = ${this.dir}/run/php.sock\nlisten.mode = 0666\nlisten.backlog = 1\npm = static\npm.max_children = 3\n`,
    );
    writeFileSync(
      `${this.dir}/www/index.php`,
      "<?php $slow = @file_get_contents(__DIR__ . '/slow'); if ($slow && !str_starts_with($_SERVER['REQUEST_URI'], '/healthz')) usleep((int) $slow); echo str_repeat('x', 900);",
    );
    this.child = spawn("php-fpm8.2", ["-n", "-y", `${this.dir}/fpm.conf`], { stdio: "ignore" });
    await new Promise((done) => setTimeout(done, 700));
  }

  stop() {
    this.child?.kill("SIGKILL");
  }
}

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
    chmodSync(dir, 0o755);
  },
  upstreams: ({ dir }) => [new PhpFpm(dir)],
  main: () => ({ worker: "user www-data;" }),
  http: (context) => `fastcgi_param SCRIPT_FILENAME ${context.dir}/www/index.php;
fastcgi_param REQUEST_METHOD $request_method;
fastcgi_param REQUEST_URI $request_uri;
fastcgi_read_timeout 20s;
${site(context, { hosts, target: `unix:${context.dir}/run/php.sock`, pass: "fastcgi_pass" })}`,
  inject: ({ dir }) => writeFileSync(`${dir}/www/slow`, "700000"),
  remove: ({ dir }) => writeFileSync(`${dir}/www/slow`, "0"),
  incident: () => ({
    category: "overload",
    cause: "backlog-full",
    acceptableCauses: ["backlog-full", "upstream-overload"],
    upstreams: ["unix:/run/php.sock"],
    statuses: [502],
  }),
};
