import { readFileSync } from "node:fs";
import { clfClock, isoClock, nginxClock } from "./clocks.mjs";
import { TEMPLATES } from "./log-templates.mjs";
import { NginxProcess } from "./nginx-process.mjs";

/** Levels that `error_log … error` lets through. */
const SHOWN = /\[(?:error|crit|alert|emerg)\]/;

/** nginx as one tier of several: the process of every nginx scenario, with the face that `products.mjs` asks for. */
export class NginxTier extends NginxProcess {
  write(setup) {
    super.write({ ...TEMPLATES[this.format], http: setup });
  }

  accessLines() {
    return readFileSync(`${this.dir}/access.log`, "latin1")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        const [seconds, status, upstream, host, mark, path, ...rest] = line.split("\t");
        const text = rest.join("\t");
        return {
          atMs: Number(seconds) * 1000,
          status: Number(status),
          upstream: upstream === "-" ? "" : upstream,
          host,
          path,
          isStray: mark === "stray",
          text: (at, zone) =>
            text
              .replace("@time_local@", clfClock(at, zone))
              .replace("@time_iso8601@", isoClock(at, zone))
              .replace("@msec@", (at / 1000).toFixed(3)),
        };
      });
  }

  errorLines() {
    return this.errors
      .filter(({ text }) => SHOWN.test(text))
      .map(({ atMs, text }) => ({ atMs, text: (at, zone) => nginxClock(at, zone) + text.slice(19) }));
  }

  shownConfig(setup) {
    const { escape, template } = TEMPLATES[this.format];
    const mode = escape === "default" ? "" : `escape=${escape} `;
    return {
      name: "nginx.conf",
      text: `user www-data;
worker_processes 2;
error_log /var/log/nginx/error.log error;

events {
    worker_connections 1024;
}

http {
    log_format gateway ${mode}'${template}';
    access_log /var/log/nginx/access.log gateway;

${setup.replace(/listen 127\.0\.0\.1:\d+/g, "listen 80").replace(/^/gm, "    ")}
}
`,
    };
  }

  visible(hasErrorLog) {
    const { template } = TEMPLATES[this.format];
    return { hosts: template.includes("$host"), upstreams: template.includes("$upstream_addr") || hasErrorLog };
  }
}
