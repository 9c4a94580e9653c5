import { createSocket } from "node:dgram";
import { writeFileSync } from "node:fs";
import { clfClock } from "./clocks.mjs";
import { haproxyClock, syslogClock, syslogIsoClock, utcOf } from "./proxy-clocks.mjs";
import { ProxyProcess } from "./proxy-process.mjs";

const HTTPLOG =
  "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r";

/** `shown` is the directive that an operator's configuration has. */
export const HAPROXY_FORMATS = {
  httplog: { template: HTTPLOG, shown: "option httplog" },
  /** The usual line, with the server's address behind it. */
  httplogServer: { template: `${HTTPLOG} srv=%si:%sp tls=%sslv` },
  /** The same columns in the order of Apache's combined log; its clock is UTC's, whatever the zone. */
  clf: {
    template:
      '%{+Q}o %{-Q}ci - - [%T] %r %ST %B "" "" %cp %ms %ft %b %s %TR %Tw %Tc %Tr %Ta %tsc %ac %fc %bc %sc %rc %sq %bq %CC %CS %hrl %hsl',
    shown: "option httplog clf",
  },
  httpslog: {
    template: `${HTTPLOG} %[fc_err]/%[ssl_fc_err,hex]/%[ssl_c_err]/%[ssl_c_ca_err]/%[ssl_fc_is_resumed] %[ssl_fc_sni]/%sslv/%sslc`,
    shown: "option httpslog",
  },
  /** The usual line, with what kept a connection to the server from being made. */
  httplogError: { template: `${HTTPLOG} bc_err=%[bc_err]:%[bc_err_str] host=%[capture.req.hdr(0)]` },
  /** JSON with a blank behind each comma and colon. */
  jsonSpaced: {
    template:
      '{"time": "%tr", "client": "%ci", "frontend": "%ft", "backend": "%b", "server": "%s", "status": %ST, "Tc": %Tc, "Tr": %Tr, "Ta": %Ta, "bytes": %B, "tsc": "%tsc", "method": "%HM", "path": "%HU"}',
  },
  /** A house's own order, with names. */
  named: {
    template:
      "client=%ci:%cp at=[%tr] frontend=%ft backend=%b server=%s addr=%si:%sp tq=%TR tw=%Tw tc=%Tc tr=%Tr ta=%Ta status=%ST bytes=%B term=%tsc retries=%rc queues=%sq/%bq host=%[capture.req.hdr(0)] request=%{+Q}r",
  },
};

/** Fields before the scenario's own format, so that the truth of each line is known; cut off afterwards. */
const TRUTH = "lab|%ST|%si:%sp|%[var(txn.lab_host)]|%[var(txn.lab_mark)]|%HU|%Ta|%tr|";

/** Two HAProxys in a row log to a port each. */
const RECEIVER_PORTS = { outer: 5514, inner: 5515 };

/** The stand-ins in a fault's setup: where the log directive and the public address belong. */
export const HAPROXY_LOG = "@log@";
export const HAPROXY_BIND = "bind *:80";

const GLOBAL = `    maxconn 4000
    stats socket /run/haproxy/admin.sock mode 660 level admin`;

const logDirective = (format) => {
  const { template, shown } = HAPROXY_FORMATS[format];
  return shown ?? `log-format "${template.replaceAll('"', '\\"')}"`;
};

/** The clock of `option httplog clf`. */
const UTC_CLOCK = /\[\d\d\/\w{3}\/\d{4}:[\d:]{8} \+0000\]/;

const dateOf = (text) => {
  const [, day, month, year, time, ms] = /^(\d\d)\/(\w{3})\/(\d{4}):(\d\d:\d\d:\d\d)\.(\d{3})$/.exec(text) ?? [];
  return day === undefined ? null : utcOf(year, month, day, time, ms);
};

/** The system's HAProxy, its syslog messages received by the lab and written down as rsyslog would. */
export class HaproxyProcess extends ProxyProcess {
  /** Where the lab listens for syslog messages. */
  receiver = {
    address: `127.0.${this.subnet}.9`,
    port: RECEIVER_PORTS[this.address === "127.0.0.1" ? "outer" : "inner"],
  };
  /** @type {{ atMs: number, tag: string, text: string }[]} */
  received = [];

  write(setup) {
    const { template } = HAPROXY_FORMATS[this.format];
    const recording = `log-format "${(TRUTH + template).replaceAll('"', '\\"')}"`;
    // Clients are known by a header here; HAProxy logs them as if they had connected themselves.
    const listen = `bind ${this.address}:${this.port}
    http-request set-src hdr(x-forwarded-for)
    http-request set-var(txn.lab_host) hdr(host)
    http-request set-var(txn.lab_mark) hdr(x-lab)`;
    writeFileSync(
      `${this.dir}/haproxy.cfg`,
      `global
    log ${this.receiver.address}:${this.receiver.port} len 8192 local0
${this.options.global ?? ""}
${setup.replaceAll(HAPROXY_LOG, recording).replaceAll(HAPROXY_BIND, listen)}
`,
    );
  }

  async start() {
    this.socket = createSocket("udp4");
    this.socket.on("message", (bytes) => {
      const [, tag, text] = /^<\d+>\w{3} [ \d]\d [\d:]{8} (\S+): ([\s\S]*?)\n?$/.exec(bytes.toString("latin1")) ?? [];
      if (text !== undefined) this.received.push({ atMs: Date.now(), tag, text });
    });
    await new Promise((done) => this.socket.bind(this.receiver.port, this.receiver.address, done));
    await this.launch("haproxy", ["-W", "-f", `${this.dir}/haproxy.cfg`]);
  }

  reload() {
    this.child?.kill("SIGUSR2");
  }

  async stop() {
    await super.stop();
    await new Promise((done) => (this.socket === undefined ? done() : this.socket.close(done)));
  }

  head(tag) {
    const clock = this.options.isoHead === true ? syslogIsoClock : syslogClock;
    return (atMs, zone) => `${clock(atMs, zone)} ${this.options.machine ?? "lb-1"} ${tag}: `;
  }

  accessLines() {
    return this.received
      .filter(({ text }) => text.startsWith("lab|"))
      .map(({ atMs, tag, text }) => {
        const [, status, upstream, host, mark, path, totalMs, date, ...rest] = text.split("|");
        const line = rest.join("|").trimStart();
        const head = this.head(tag);
        const tookMs = Math.max(0, Number(totalMs));
        const startedMs = dateOf(date);
        return {
          atMs: startedMs === null ? atMs : startedMs + tookMs,
          status: Number(status),
          upstream: upstream === "-:-" ? "" : upstream,
          host,
          path,
          isStray: mark === "stray",
          text: (at, zone) =>
            head(at, zone) +
            line
              .replace(date, haproxyClock(at - tookMs, zone))
              .replace(UTC_CLOCK, () => `[${clfClock(at - tookMs, "UTC")}]`),
        };
      });
  }

  /** What HAProxy says of servers, backends and itself: in the same stream, and so in the same file. */
  errorLines() {
    return this.received
      .filter(({ text }) => !text.startsWith("lab|"))
      .map(({ atMs, tag, text }) => {
        const head = this.head(tag);
        // A failed handshake is reported with the client and the time of its connection.
        const [, date] = /^\S+ \[([^\]]+)\] /.exec(text) ?? [];
        return {
          atMs,
          text: (at, zone) => head(at, zone) + (date === undefined ? text : text.replace(date, haproxyClock(at, zone))),
        };
      });
  }

  shownConfig(setup) {
    const more = this.options.global ?? "";
    return {
      name: "haproxy.cfg",
      text: `global
    log /dev/log local0
${GLOBAL}
    user haproxy
    group haproxy
${more === "" ? "" : `${more}\n`}
${setup.replaceAll(HAPROXY_LOG, logDirective(this.format))}
`,
    };
  }

  /** What the line itself tells: the server always, the host only where it is captured. */
  visible() {
    return { hosts: true, upstreams: true };
  }
}
