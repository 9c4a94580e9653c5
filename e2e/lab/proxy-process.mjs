import { mkdirSync } from "node:fs";
import { connect } from "node:net";
import { findProgram } from "../find-program.mjs";
import { guard } from "./guard.mjs";

/**
 * @typedef {object} RecordedLine What a product wrote, once, and when.
 * @property {number} atMs when it was written
 * @property {(atMs: number, zone: string) => string} text the line as the product would have written it at `atMs` in `zone`
 * @property {number} [status] access lines only, as the properties below
 * @property {string} [upstream] address of the server asked; empty where the proxy asked none or does not say
 * @property {string} [host]
 * @property {string} [path]
 * @property {boolean} [isStray] the odd failure that every gateway has, no part of the fault
 */

const START_LIMIT_MS = 15_000;

const accepts = (address, port) =>
  new Promise((done) => {
    const socket = connect(port, address, () => {
      socket.destroy();
      done(true);
    });
    socket.on("error", () => done(false));
  });

/**
 * A proxy of any product in the foreground, under a folder of its own. A product's class adds `write(setup)`, `reload()`,
 * `accessLines()`, `errorLines()` and `shownConfig(setup)`; see `products.mjs`.
 */
export class ProxyProcess {
  /** @param {{ dir: string, address: string, port: number, subnet: number, format: string, options?: object }} where `format` names one of the product's formats */
  constructor({ dir, address, port, subnet, format, options = {} }) {
    this.dir = dir;
    this.address = address;
    this.port = port;
    this.subnet = subnet;
    this.format = format;
    this.options = options;
    this.output = "";
    mkdirSync(dir, { recursive: true });
  }

  /** Starts `program` and waits until it accepts connections. Its clock is UTC: the recording moves each line into the scenario's zone. */
  async launch(program, words, env = {}) {
    const file = findProgram(program);
    if (file === null) throw new Error(`This fault needs ${program}, which is not installed.`);
    const child = await guard.spawn(file, words, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, TZ: "UTC", ...env },
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (chunk) => this.heard(chunk));
    const limitMs = Date.now() + START_LIMIT_MS;
    while (!(await accepts(this.address, this.port))) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`${program} refused its configuration: ${this.output}`);
      if (Date.now() > limitMs) throw new Error(`${program} does not accept connections: ${this.output}`);
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  /** What the program says on its terminal: kept to be shown where it cannot start. */
  heard(chunk) {
    this.output = (this.output + chunk).slice(-4000);
  }

  stop() {
    return guard.stop(this.child);
  }
}
