import { readdirSync, writeFileSync } from "node:fs";
import { guard } from "./guard.mjs";

const SLOW_FILE = "slow";

/** The script waits as long as the file beside it says, on the paths that it says. */
const SCRIPT = `<?php [$slow, $only] = explode(' ', @file_get_contents(__DIR__ . '/${SLOW_FILE}') ?: '0 #'); if ($slow && preg_match($only, $_SERVER['REQUEST_URI'])) usleep((int) $slow); echo str_repeat('x', 900);`;

/** Health checks are never slow. */
const ALL_PAGES = "#^/(?!healthz)#";

/** Debian names it by its version and installs it where only root's path leads. */
function binary() {
  const name = readdirSync("/usr/sbin").find((file) => /^php-fpm\d/.test(file));
  if (name === undefined) throw new Error("This fault needs php-fpm: apt-get install php-fpm.");
  return `/usr/sbin/${name}`;
}

/** A real php-fpm pool, with three children and the shortest queue unless told otherwise, on `DIR/run/php.sock`. */
export class PhpFpm {
  /** @param {string} dir of the recording; `pool`: the pool's own lines */
  constructor(dir, pool = "listen.backlog = 1\npm = static\npm.max_children = 3\n") {
    this.dir = dir;
    this.pool = pool;
    /** Lines of its log, stamped to the millisecond where it writes whole seconds. @type {{ atMs: number, text: string }[]} */
    this.log = [];
  }

  async start() {
    writeFileSync(
      `${this.dir}/fpm.conf`,
      `[global]\ndaemonize = no\nerror_log = ${this.dir}/php-fpm.log\n[www]\nuser = www-data\ngroup = www-data\nlisten = ${this.dir}/run/php.sock\nlisten.mode = 0666\n${this.pool}`,
    );
    writeFileSync(`${this.dir}/www/index.php`, SCRIPT);
    this.child = await guard.spawn(binary(), ["-n", "-O", "-y", `${this.dir}/fpm.conf`], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.child.stderr.setEncoding("utf8").on("data", (chunk) => {
      for (const text of chunk.split("\n")) if (text !== "") this.log.push({ atMs: Date.now(), text });
    });
    await new Promise((done) => setTimeout(done, 700));
    if (this.child.exitCode !== null)
      throw new Error(`php-fpm could not be started: ${this.log.map((line) => line.text).join(" ")}`);
  }

  /** Makes every page take `ms`, or those whose path fits a pattern of PHP's. */
  slow(ms, only = ALL_PAGES) {
    writeFileSync(`${this.dir}/www/${SLOW_FILE}`, `${ms * 1000} ${only}`);
  }

  /** As a service manager stops it: it takes its socket with it. */
  stop() {
    return guard.stop(this.child);
  }
}

/** What nginx needs to hand requests on to it. */
export function fastcgiParameters({ dir }) {
  return `fastcgi_param SCRIPT_FILENAME ${dir}/www/index.php;
fastcgi_param REQUEST_METHOD $request_method;
fastcgi_param REQUEST_URI $request_uri;
fastcgi_read_timeout 20s;`;
}
