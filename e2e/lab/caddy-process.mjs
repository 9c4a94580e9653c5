import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { ProxyProcess } from "./proxy-process.mjs";

/** Stands in a fault's setup where a site's own directives for logging belong. */
export const CADDY_LOG = "@log@";

/** Header by which the recording learns which server answered; taken out of the lines again. */
const UPSTREAM_HEADER = "X-Lab-Upstream";

/** JSON lines as Caddy writes them; anything else (a stack trace, say) is dropped. */
function jsonLines(file) {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
}

/** The line without what only the recording needs, its client being the one that the header names. */
function clean(entry) {
  const { headers = {} } = entry.request;
  const client = headers["X-Forwarded-For"]?.[0] ?? entry.request.remote_ip;
  const { "X-Forwarded-For": _client, "X-Lab": _mark, ...shownHeaders } = headers;
  const request = { ...entry.request, remote_ip: client, headers: shownHeaders };
  if (entry.resp_headers === undefined) return { ...entry, request };
  const { [UPSTREAM_HEADER]: _upstream, ...answered } = entry.resp_headers;
  return { ...entry, request, resp_headers: answered };
}

/** The line with its clocks moved: `ts`, whose digits beyond the millisecond stay as they were, and the date of the answer. */
function stamp(entry, atMs) {
  const moved = { ...entry, ts: (atMs + ((entry.ts * 1000) % 1)) / 1000 };
  if (entry.resp_headers?.Date !== undefined)
    moved.resp_headers = { ...entry.resp_headers, Date: [new Date(atMs).toUTCString()] };
  return JSON.stringify(moved);
}

/** The system's Caddy. A fault's setup is the Caddyfile behind the global options, with `CADDY_LOG` in each site. */
export class CaddyProcess extends ProxyProcess {
  write(setup) {
    this.admin = `unix/${this.dir}/admin.sock`;
    const site = `bind ${this.address}
    log {
        output file ${this.dir}/access.log
    }`;
    const learn = `header_down ${UPSTREAM_HEADER} {http.reverse_proxy.upstream.hostport}`;
    const answering = setup.replaceAll(
      /^( *)reverse_proxy ([^{\n]*?)( \{)?$/gm,
      (_all, indent, targets, open) =>
        `${indent}reverse_proxy ${targets} {\n${indent}    ${learn}${open === undefined ? `\n${indent}}` : ""}`,
    );
    writeFileSync(
      `${this.dir}/Caddyfile`,
      `{
    auto_https off
    admin ${this.admin}
    http_port ${this.port}
    log default {
        output file ${this.dir}/error.log
        format json
        level INFO
    }
}

${answering.replaceAll(CADDY_LOG, site)}
`,
    );
  }

  start() {
    const env = { HOME: this.dir, XDG_DATA_HOME: this.dir, XDG_CONFIG_HOME: this.dir };
    return this.launch("caddy", ["run", "--config", `${this.dir}/Caddyfile`, "--adapter", "caddyfile"], env);
  }

  reload() {
    spawn("caddy", ["reload", "--config", `${this.dir}/Caddyfile`, "--adapter", "caddyfile", "--address", this.admin], {
      stdio: "ignore",
      env: { ...process.env, HOME: this.dir },
    });
  }

  accessLines() {
    return jsonLines(`${this.dir}/access.log`).map((entry) => {
      const shown = clean(entry);
      return {
        atMs: entry.ts * 1000,
        status: entry.status,
        upstream: entry.resp_headers[UPSTREAM_HEADER]?.[0] ?? "",
        host: entry.request.host,
        path: entry.request.uri,
        isStray: entry.request.headers["X-Lab"]?.[0] === "stray",
        text: (at) => stamp(shown, at),
      };
    });
  }

  errorLines() {
    return jsonLines(`${this.dir}/error.log`).map((entry) => {
      const shown = entry.request === undefined ? entry : clean(entry);
      return { atMs: entry.ts * 1000, text: (at) => stamp(shown, at) };
    });
  }

  shownConfig(setup) {
    return {
      name: "Caddyfile",
      text: `{
    auto_https off
    log default {
        output stderr
        format json
        level INFO
    }
}

${setup.replaceAll(CADDY_LOG, "log")}
`,
    };
  }

  visible(hasErrorLog) {
    return { hosts: true, upstreams: hasErrorLog };
  }
}
