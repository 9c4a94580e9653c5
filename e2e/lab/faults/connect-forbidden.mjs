import { execFileSync } from "node:child_process";
import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["www.tall-poppy.test", "api.tall-poppy.test"];
const ip = (...words) => execFileSync("ip", words, { stdio: "ignore" });
const remotes = (context) => [11, 12].map((last) => `10.1.${context.subnet}.${last}`);

export default {
  id: "connect-forbidden",
  title: "the system forbids connections to both servers: permission denied",
  subnet: 202,
  ownNetwork: true,
  template: "upstreamFirst",
  zone: "America/Lima",
  begin: "2026-04-07T15:00:00Z",
  errorLog: true,
  config: false,
  calibration: true,
  perSecond: 10,
  hosts,
  prepare: (context) => {
    for (const remote of remotes(context)) ip("addr", "replace", `${remote}/32`, "dev", "lo");
  },
  upstreams: (context) => {
    const upstreams = pool(context, 2);
    remotes(context).forEach((remote, at) => {
      upstreams[at].address = remote;
    });
    return upstreams;
  },
  http: (context) => `${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://app" })}`,
  // A route of the kind "prohibit" gives the errno that SELinux gives.
  inject: (context) => {
    for (const remote of remotes(context)) {
      ip("addr", "del", `${remote}/32`, "dev", "lo");
      ip("route", "replace", "prohibit", `${remote}/32`);
    }
  },
  remove: (context) => {
    for (const remote of remotes(context)) {
      ip("route", "del", "prohibit", `${remote}/32`);
      ip("addr", "replace", `${remote}/32`, "dev", "lo");
    }
  },
  incident: ({ context }) => ({
    category: "security",
    cause: "selinux-denied",
    acceptableCategories: ["security", "config", "network"],
    upstreams: context.upstreams.map(addressOf),
    statuses: [502],
  }),
};
