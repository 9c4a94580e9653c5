import { execFileSync } from "node:child_process";
import { request } from "node:http";

/** A step of a fault: every application behaves like this from now on (parts of the mode in `upstream-server.mjs`). */
export const allBehave =
  (mode) =>
  ({ upstreams }) => {
    for (const upstream of upstreams) upstream.behave(mode);
  };

export const allHeal = allBehave({ fault: "none" });

export const allStop = ({ upstreams }) => Promise.all(upstreams.map((upstream) => upstream.stop()));

export const allStart = ({ upstreams }) => Promise.all(upstreams.map((upstream) => upstream.start()));

/**
 * A step of a fault: every application goes on with the certificate in that folder of the recording. At once: on a busy machine a
 * start takes seconds, in which connections would be refused.
 */
export const allServe =
  (certificate) =>
  ({ upstreams, dir }) => {
    for (const upstream of upstreams) upstream.present(`${dir}/${certificate}`);
  };

const filter = (how, { address, port, from }) => {
  const source = from === undefined ? [] : ["-s", from];
  const words = [how, "OUTPUT", ...source, "-d", address, "-p", "tcp", "--dport", String(port), "-j", "DROP"];
  execFileSync("iptables", words, { stdio: "ignore" });
};

/** A firewall that swallows packets to `address`:`port`, all or those `from` one address. Only in a network of its own. */
export const dropPackets = (target) => filter("-A", target);
export const letPacketsPass = (target) => filter("-D", target);

/** Asks for `path` a number of times a second and hangs up after `patienceMs`. Returns what ends it. */
export function impatientClients(context, { perSecond, path, patienceMs }) {
  const timer = setInterval(() => {
    const headers = {
      host: context.traffic.hosts[0],
      "user-agent": "Dalvik/2.1.0 (Linux; U; Android 14)",
      "x-forwarded-for": `203.0.113.${1 + Math.floor(context.random() * 250)}`,
    };
    const sent = request({ host: "127.0.0.1", port: context.port, path, agent: false, headers });
    sent.on("error", () => {});
    sent.on("response", (response) => response.on("error", () => {}).resume());
    sent.end();
    setTimeout(() => sent.destroy(), patienceMs);
  }, 1000 / perSecond);
  return () => clearInterval(timer);
}

/** Clients in the same network that ask an inner tier directly, past the edge. Returns what ends them. */
export function directClients({ address, port, host, perSecond }) {
  const paths = ["/healthz", "/api/items/7", "/internal/stock", "/healthz", "/api/login"];
  let asked = 0;
  const timer = setInterval(() => {
    const path = paths[asked % paths.length];
    asked += 1;
    const headers = { host, "user-agent": "stock-sync/4.2", "x-forwarded-for": "198.51.100.21" };
    const sent = request({ host: address, port, path, agent: false, headers });
    sent.on("error", () => {});
    sent.on("response", (response) => response.resume());
    sent.end();
  }, 1000 / perSecond);
  return () => clearInterval(timer);
}
