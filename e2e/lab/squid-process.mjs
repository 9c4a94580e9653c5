import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { nginxClock } from "./clocks.mjs";
import { utcOf } from "./proxy-clocks.mjs";
import { ProxyProcess } from "./proxy-process.mjs";

const NATIVE = "@ts@ %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt";

/** `@ts@` stands for `%ts.%03tu`, the clock of the scenario. */
export const SQUID_FORMATS = {
  native: NATIVE,
  diag: `${NATIVE} %err_code/%err_detail %<tt %<pt %dt %<p`,
};

/** Fields before the scenario's own format, so that the truth of each line is known; cut off afterwards. */
const TRUTH = "%ts.%03tu|%>Hs|%<a:%<p|%{Host}>h|%{X-Lab}>h|%>rp|";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The system's Squid before an application (accelerator mode). A fault's setup is the lines on its peers and timers. */
export class SquidProcess extends ProxyProcess {
  write(setup) {
    // Squid gives up root for a user of its own, who writes here.
    chmodSync(this.dir, 0o777);
    writeFileSync(
      `${this.dir}/squid.conf`,
      `http_port ${this.address}:${this.port} accel vhost
pid_filename ${this.dir}/squid.pid
visible_hostname proxy-1
cache deny all
http_access allow all
follow_x_forwarded_for allow all
log_uses_indirect_client on
acl_uses_indirect_client on
shutdown_lifetime 0 seconds
coredump_dir ${this.dir}
cache_log ${this.dir}/cache.log
logformat recording ${TRUTH}${SQUID_FORMATS[this.format]}
access_log stdio:${this.dir}/access.log recording
buffered_logs off
${setup}
`,
    );
  }

  start() {
    return this.launch("squid", ["-N", "-n", `lab${this.subnet}`, "-f", `${this.dir}/squid.conf`]);
  }

  reload() {
    this.child?.kill("SIGHUP");
  }

  accessLines() {
    return this.linesOf("access.log").map((line) => {
      const [seconds, status, upstream, host, mark, path, ...rest] = line.split("|");
      const text = rest.join("|");
      return {
        atMs: Number(seconds) * 1000,
        status: Number(status),
        upstream: upstream.startsWith("-") ? "" : upstream,
        host,
        path,
        isStray: mark === "stray",
        text: (at) => text.replace("@ts@", (at / 1000).toFixed(3)),
      };
    });
  }

  /** cache.log has nginx's clock. */
  errorLines() {
    return this.linesOf("cache.log").flatMap((line) => {
      const [head, year, month, day, time] = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d)/.exec(line) ?? [];
      if (head === undefined) return [];
      const rest = line.slice(head.length);
      return [
        {
          atMs: utcOf(year, MONTHS[Number(month) - 1], day, time, 0),
          text: (at, zone) => nginxClock(at, zone) + rest,
        },
      ];
    });
  }

  linesOf(name) {
    const file = `${this.dir}/${name}`;
    if (!existsSync(file)) return [];
    return readFileSync(file, "latin1")
      .split("\n")
      .filter((line) => line !== "");
  }

  shownConfig(setup) {
    const [lines, name] =
      this.format === "native"
        ? ["", "squid"]
        : [`logformat gateway ${SQUID_FORMATS[this.format].replace("@ts@", "%ts.%03tu")}\n`, "gateway"];
    return {
      name: "squid.conf",
      text: `http_port 80 accel vhost
http_access allow all
${lines}access_log stdio:/var/log/squid/access.log ${name}
${setup}
`,
    };
  }

  /** The line has the server's address without its port, and a whole URL. */
  visible() {
    return { hosts: true, upstreams: true };
  }
}
