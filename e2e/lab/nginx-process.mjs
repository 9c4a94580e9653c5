import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ProxyProcess } from "./proxy-process.mjs";

/** Fields logged before the scenario's own format, so that time and truth of each line are known exactly; cut off afterwards. */
const TRUTH = "$msec\t$status\t$upstream_addr\t$host\t$http_x_lab\t$request_uri\t";

/** Clocks are rewritten by the recording, so the format writes placeholders where they belong. */
const CLOCKS = [
  ["$time_local", "@time_local@"],
  ["$time_iso8601", "@time_iso8601@"],
  ["$msec", "@msec@"],
];

/**
 * The system's nginx in the foreground under its own prefix. Error-log lines come through stderr, so that each can be stamped to
 * the millisecond (nginx writes whole seconds); access lines carry `$msec`.
 */
export class NginxProcess extends ProxyProcess {
  /** @type {{ atMs: number, text: string }[]} */
  errors = [];
  unfinished = "";

  /**
   * Writes the configuration that nginx runs. `http` is what the scenario shows; around it stand what a recording needs.
   * @param {{ http: string, template: string, escape: string, worker?: string, main?: string, events?: string }} config
   */
  write({ http, template, escape, worker = "", main = "", events = "worker_connections 1024;" }) {
    mkdirSync(join(this.dir, "tmp"), { recursive: true });
    let logged = template;
    for (const [variable, placeholder] of CLOCKS) logged = logged.replaceAll(variable, placeholder);
    const quoted = (TRUTH + logged).replaceAll("'", "\\'");
    writeFileSync(
      join(this.dir, "nginx.conf"),
      `${worker}
worker_processes 2;
${main}
daemon off;
pid ${this.dir}/nginx.pid;
error_log stderr notice;
events { ${events} }
http {
  log_format recording escape=${escape} '${quoted}';
  access_log ${this.dir}/access.log recording;
  client_body_temp_path ${this.dir}/tmp/body; proxy_temp_path ${this.dir}/tmp/proxy; fastcgi_temp_path ${this.dir}/tmp/fastcgi;
  uwsgi_temp_path ${this.dir}/tmp/uwsgi; scgi_temp_path ${this.dir}/tmp/scgi;
  set_real_ip_from 127.0.0.0/8;
  real_ip_header X-Forwarded-For;
${http}
}
`,
    );
  }

  start() {
    return this.launch("nginx", ["-p", this.dir, "-c", join(this.dir, "nginx.conf")]);
  }

  /** Its error log: each line with the moment it came. */
  heard(chunk) {
    super.heard(chunk);
    const lines = (this.unfinished + chunk).split("\n");
    this.unfinished = lines.pop() ?? "";
    for (const text of lines) this.errors.push({ atMs: Date.now(), text });
  }

  reload() {
    this.child?.kill("SIGHUP");
  }
}
