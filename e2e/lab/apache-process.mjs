import { readFileSync, writeFileSync } from "node:fs";
import { clfClock } from "./clocks.mjs";
import { apacheErrorClock, utcOf } from "./proxy-clocks.mjs";
import { ProxyProcess } from "./proxy-process.mjs";

const COMBINED = String.raw`%h %l %u %t \"%r\" %>s %O \"%{Referer}i\" \"%{User-Agent}i\"`;

export const APACHE_FORMATS = {
  combined: COMBINED,
  vhostCombined: `%v:80 ${COMBINED}`,
  worker: String.raw`${COMBINED} D=%D X=%X L=%L worker=%{BALANCER_WORKER_NAME}e notes=\"%{error-notes}n\"`,
};

/** Fields before the scenario's own format, so that time and truth of each line are known; cut off afterwards. */
const TRUTH = String.raw`%{begin:msec}t\t%{end:msec}t\t%>s\t%{BALANCER_WORKER_NAME}e\t%{Host}i\t%{X-Lab}i\t%U%q\t`;

const CLOCK = "@t@";

const MODULES = `mpm_event authz_core authz_host env headers remoteip proxy proxy_http proxy_balancer
slotmem_shm lbmethod_byrequests ssl socache_shmcb`.split(/\s+/);

const ERROR_HEAD = /^\[\w{3} (\w{3}) (\d\d) (\d\d:\d\d:\d\d)\.(\d{3})(\d{3}) (\d{4})\]/;

/** The system's Apache. A fault's setup is what stands inside the virtual host. */
export class ApacheProcess extends ProxyProcess {
  write(setup) {
    const recorded = (TRUTH + APACHE_FORMATS[this.format]).replaceAll(" %t ", ` [${CLOCK}] `);
    const loads = MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n");
    writeFileSync(
      `${this.dir}/apache2.conf`,
      `ServerRoot ${this.dir}
DefaultRuntimeDir ${this.dir}
PidFile ${this.dir}/apache2.pid
ServerName localhost
${loads}
Listen ${this.address}:${this.port}
User www-data
Group www-data
ThreadsPerChild 50
MaxRequestWorkers 300
StartServers 2
ErrorLog ${this.dir}/error.log
LogLevel warn
LogFormat "${recorded}" recording
CustomLog ${this.dir}/access.log recording
RemoteIPHeader X-Forwarded-For
RemoteIPInternalProxy 127.0.0.0/8
${this.options.main ?? ""}
<VirtualHost ${this.address}:${this.port}>
${setup}
</VirtualHost>
`,
    );
  }

  /** With `options.resolver` Apache asks that name server alone, in a view of the file system that only it has. */
  async start() {
    const words = ["-f", `${this.dir}/apache2.conf`, "-D", "FOREGROUND"];
    const { resolver } = this.options;
    if (resolver === undefined) return this.launch("apache2", words);
    writeFileSync(`${this.dir}/resolv.conf`, `nameserver ${resolver}\noptions timeout:1 attempts:1\n`);
    const view = `mount --bind ${this.dir}/resolv.conf /etc/resolv.conf && exec "$@"`;
    return this.launch("unshare", ["--mount", "sh", "-c", view, "sh", "apache2", ...words]);
  }

  reload() {
    this.child?.kill("SIGUSR1");
  }

  accessLines() {
    return this.linesOf("access.log").map((line) => {
      const [begin, end, status, worker, host, mark, path, ...rest] = line.split("\t");
      const tookMs = Number(end) - Number(begin);
      const text = rest.join("\t");
      return {
        atMs: Number(end),
        status: Number(status),
        upstream: worker.replace(/^https?:\/\//, "").replace(/^-$/, ""),
        host,
        path,
        isStray: mark === "stray",
        // Apache's time is that of the request's arrival.
        text: (at, zone) => text.replace(CLOCK, clfClock(at - tookMs, zone)),
      };
    });
  }

  errorLines() {
    return this.linesOf("error.log").flatMap((line) => {
      const [head, month, day, time, ms, micros, year] = ERROR_HEAD.exec(line) ?? [];
      if (head === undefined) return [];
      const rest = line.slice(head.length);
      return [
        {
          atMs: utcOf(year, month, day, time, ms),
          text: (at, zone) => `[${apacheErrorClock(at, micros, zone)}]${rest}`,
        },
      ];
    });
  }

  linesOf(name) {
    return readFileSync(`${this.dir}/${name}`, "latin1")
      .split("\n")
      .filter((line) => line !== "");
  }

  shownConfig(setup) {
    const format = this.format === "combined" ? "" : `LogFormat "${APACHE_FORMATS[this.format]}" gateway\n\n`;
    const name = this.format === "combined" ? "combined" : "gateway";
    return {
      name: "site.conf",
      text: `${format}<VirtualHost *:80>
    ErrorLog \${APACHE_LOG_DIR}/error.log
    CustomLog \${APACHE_LOG_DIR}/access.log ${name}
${setup}
</VirtualHost>
`,
    };
  }

  visible(hasErrorLog) {
    return { hosts: this.format === "vhostCombined", upstreams: hasErrorLog || this.format === "worker" };
  }
}
