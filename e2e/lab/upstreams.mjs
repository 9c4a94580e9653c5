import { fork } from "node:child_process";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** An application that has hung does not hear of its end. */
const STOP_LIMIT_MS = 2000;

const SCRIPT = fileURLToPath(new URL("./upstream-server.mjs", import.meta.url));

/** One application process behind the proxy: started, told how to behave, killed, started again. */
export class Upstream {
  /** @param {{ address: string, port?: number, tlsDir?: string, restart?: boolean }} options `address` is an IP or a socket's path */
  constructor({ address, port = 8080, tlsDir = "", restart = false }) {
    this.address = address;
    this.port = port;
    this.tlsDir = tlsDir;
    /** Started again a moment after it died, as a supervisor would. */
    this.restart = restart;
    this.mode = {};
    this.lives = 0;
  }

  async start() {
    this.wanted = true;
    if (this.address.startsWith("/")) rmSync(this.address, { force: true });
    this.lives += 1;
    const about = [this.address, String(this.port), this.tlsDir, String(this.lives)];
    const child = fork(SCRIPT, about, { stdio: "ignore", execArgv: [] });
    this.child = child;
    child.on("exit", () => {
      if (this.wanted && this.restart) setTimeout(() => this.wanted && this.start(), 400);
    });
    await new Promise((resolve, reject) => {
      child.once("message", resolve);
      child.once("exit", () => {
        if (this.wanted && !this.restart) reject(new Error(`No application could be started on ${this.address}.`));
        else resolve();
      });
    });
    this.send(this.mode);
  }

  /** @param {Record<string, unknown>} mode parts of the behaviour in `upstream-server.mjs` */
  behave(mode) {
    this.mode = { ...this.mode, ...mode };
    this.send(mode);
  }

  /** Shows the certificate in that folder from now on, on new connections; those it has are closed. */
  present(tlsDir) {
    this.tlsDir = tlsDir;
    this.send({ tlsDir });
  }

  send(mode) {
    if (this.child?.connected) this.child.send(mode, () => {});
  }

  /** As a service manager stops it: nothing new is taken, what is being worked on may end. */
  async stop() {
    this.wanted = false;
    const child = this.child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT_MS);
    await gone;
    clearTimeout(late);
    if (this.address.startsWith("/")) rmSync(this.address, { force: true });
  }
}
