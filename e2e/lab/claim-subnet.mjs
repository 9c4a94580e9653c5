import { createServer } from "node:net";

/** A recording takes a minute; one that still waits after two meets something that hangs. */
const PATIENCE_MS = 120_000;
const PAUSE_MS = 500;
/** Free for it: no recording listens on its subnet's first address. */
const PORT = 7999;

const listen = (address) =>
  new Promise((done, failed) => {
    const server = createServer();
    server.once("error", (error) => (error.code === "EADDRINUSE" ? done(null) : failed(error)));
    server.listen(PORT, address, () => done(server));
  });

/**
 * Waits until no other process of this machine records with that subnet's addresses and ports, since the one would measure the other's
 * proxy. Returns what gives them back; the system does where this process is killed.
 * @param {number} subnet
 */
export async function claimSubnet(subnet) {
  const address = `127.0.${subnet}.1`;
  for (const limitMs = Date.now() + PATIENCE_MS; ;) {
    const server = await listen(address);
    if (server !== null) return () => new Promise((done) => server.close(done));
    if (Date.now() > limitMs) throw new Error(`Another recording keeps ${address}: end it, or try again later.`);
    await new Promise((done) => setTimeout(done, PAUSE_MS));
  }
}
