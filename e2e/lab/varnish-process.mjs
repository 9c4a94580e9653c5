import { execFileSync } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { clfClock } from "./clocks.mjs";
import { guard } from "./guard.mjs";
import { ProxyProcess } from "./proxy-process.mjs";

/** `@h@` and `@t@` stand for varnishncsa's own `%h` and `%t`: client and clock of the scenario. */
const COMBINED = '@h@ %l %u @t@ "%r" %s %b "%{Referer}i" "%{User-agent}i"';

export const VARNISH_FORMATS = {
  ncsa: COMBINED,
  handled: '@h@ @t@ "%r" %s %b %{Varnish:handling}x %{Varnish:hitmiss}x',
  timed: `${COMBINED} %{Varnish:handling}x %D %{Varnish:time_firstbyte}x "%{Host}i"`,
};

/** Start, end, status, server, host, mark, path and client, before the scenario's own format; cut off afterwards. */
const TRUTH =
  "%{VSL:Timestamp:Start[1]}x\t%{VSL:Timestamp:Resp[1]}x\t%s\t%{VCL_Log:lab}x\t%{Host}i\t%{X-Lab}i\t%U%q\t%{X-Forwarded-For}i\t";

/** The records of a failed fetch that an operator asks varnishlog for. */
const TAGS = "Begin,Timestamp,BereqMethod,BereqURL,BereqHeader,BackendOpen,BackendReuse,BerespStatus,FetchError,End";

/** Lets the recording learn which server answered, without the answer telling the client. */
const RECORDING = `
import std;
sub vcl_backend_response { set beresp.http.x-lab-upstream = beresp.backend; }
sub vcl_deliver { std.log("lab:" + resp.http.x-lab-upstream); unset resp.http.x-lab-upstream; }
`;

/** The system's Varnish with varnishncsa, and varnishlog for fetches that fail. A fault's setup is VCL without its first line. */
export class VarnishProcess extends ProxyProcess {
  versions = 0;
  readers = [];

  write(setup) {
    writeFileSync(`${this.dir}/default.vcl`, `vcl 4.1;\n${RECORDING}\n${setup}\n`);
  }

  async start() {
    const work = `${this.dir}/work`;
    mkdirSync(work, { recursive: true });
    const words = [
      "-F",
      "-j",
      "none",
      "-n",
      work,
      "-a",
      `${this.address}:${this.port}`,
      "-f",
      `${this.dir}/default.vcl`,
    ];
    await this.launch("varnishd", [...words, "-s", "malloc,64m", ...(this.options.words ?? [])]);
    await this.read("access.log", "varnishncsa", ["-n", work, "-F", TRUTH + VARNISH_FORMATS[this.format]]);
    await this.read("error.log", "varnishlog", [
      "-n",
      work,
      "-b",
      "-q",
      this.options.query ?? "FetchError",
      "-i",
      TAGS,
    ]);
    await new Promise((done) => setTimeout(done, 800));
  }

  async read(file, program, words) {
    const reader = await guard.spawn(program, words, { stdio: ["ignore", "pipe", "ignore"] });
    reader.stdout.pipe(createWriteStream(`${this.dir}/${file}`));
    this.readers.push(reader);
  }

  reload() {
    this.versions += 1;
    const name = `v${this.versions}`;
    const admin = (...command) => execFileSync("varnishadm", ["-n", `${this.dir}/work`, ...command]);
    admin("vcl.load", name, `${this.dir}/default.vcl`);
    admin("vcl.use", name);
  }

  async stop() {
    await new Promise((done) => setTimeout(done, 500));
    for (const reader of this.readers) {
      const drained = new Promise((done) => reader.once("close", done));
      await guard.stop(reader);
      await drained;
    }
    await super.stop();
  }

  accessLines() {
    return this.textOf("access.log")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        const [start, end, status, upstream, host, mark, path, clients, ...rest] = line.split("\t");
        const tookMs = (Number(end) - Number(start)) * 1000;
        const [client] = clients.split(",");
        const text = rest.join("\t").replace("@h@", client);
        return {
          atMs: Number(end) * 1000,
          status: Number(status),
          upstream: upstream === "-" ? "" : upstream,
          host,
          path,
          isStray: mark === "stray",
          // varnishncsa's time is that of the request's arrival.
          text: (at, zone) => text.replace("@t@", `[${clfClock(at - tookMs, zone)}]`),
        };
      });
  }

  /** Each a transaction of several lines and an empty one; the epoch seconds in it move together. */
  errorLines() {
    return this.textOf("error.log")
      .split("\n\n")
      .flatMap((group) => {
        const stamps = [...group.matchAll(/^- +Timestamp +\w+: (\d+\.\d+)/gm)].map(([, at]) => Number(at));
        if (stamps.length === 0) return [];
        const last = stamps[stamps.length - 1];
        const shown = group
          .split("\n")
          .filter((line) => !/x-lab/i.test(line))
          .join("\n");
        const text = (atMs) =>
          `${shown.replace(/^(- +Timestamp +\w+: )(\d+\.\d+)/gm, (_all, head, at) => head + (atMs / 1000 + Number(at) - last).toFixed(6))}\n`;
        return [{ atMs: last * 1000, text }];
      });
  }

  textOf(name) {
    const file = `${this.dir}/${name}`;
    return existsSync(file) ? readFileSync(file, "latin1") : "";
  }

  shownConfig(setup) {
    return { name: "default.vcl", text: `vcl 4.1;\n\n${setup}\n` };
  }

  /** What is asked for is a whole URL with its host; the server's address stands in varnishlog alone. */
  visible(hasErrorLog) {
    return { hosts: true, upstreams: hasErrorLog };
  }
}
