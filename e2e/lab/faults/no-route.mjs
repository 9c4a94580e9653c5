import { execFileSync } from "node:child_process";
import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["www.far-island.test"];
const remote = (context) => `10.1.${context.subnet}.12`;

/** In a network of its own the address is the machine's, and then unreachable. */
const ip = (...words) => execFileSync("ip", words, { stdio: "ignore" });

export default {
  id: "no-route",
  title: "the route to one of two servers disappears: no route to host",
  subnet: 57,
  ownNetwork: true,
  template: "keyValue",
  zone: "Asia/Dubai",
  begin: "2026-09-15T15:00:00Z",
  errorLog: true,
  config: false,
  calibration: false,
  hosts,
  prepare: (context) => ip("addr", "replace", `${remote(context)}/32`, "dev", "lo"),
  upstreams: (context) => {
    const [local] = pool(context, 1);
    const [far] = pool(context, 1);
    far.address = remote(context);
    return [local, far];
  },
  http: (context) => `${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://app" })}`,
  inject: (context) => {
    ip("addr", "del", `${remote(context)}/32`, "dev", "lo");
    ip("route", "replace", "unreachable", `${remote(context)}/32`);
  },
  remove: (context) => {
    ip("route", "del", "unreachable", `${remote(context)}/32`);
    ip("addr", "replace", `${remote(context)}/32`, "dev", "lo");
  },
  incident: ({ context }) => ({
    category: "network",
    cause: "no-route",
    acceptableCauses: ["no-route", "firewall-reject"],
    upstreams: [addressOf(context.upstreams[1])],
    statuses: [502],
  }),
};
