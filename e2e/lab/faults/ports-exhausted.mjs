import { writeFileSync } from "node:fs";
import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["api.red-maple.test"];
const sysctl = (name, value) => writeFileSync(`/proc/sys/net/ipv4/${name}`, value);

export default {
  id: "ports-exhausted",
  title: "no local port is left for connections to the only server; LTSV",
  subnet: 203,
  ownNetwork: true,
  template: "ltsv",
  zone: "Asia/Jakarta",
  begin: "2026-05-05T03:00:00Z",
  errorLog: true,
  config: false,
  calibration: true,
  gzip: true,
  hosts,
  perSecond: 20,
  // Ports of closed connections stay taken for a minute, as between two hosts.
  prepare: () => sysctl("tcp_tw_reuse", "0"),
  upstreams: (context) => pool(context, 1),
  http: (context) => `${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://app", directives: "proxy_set_header Connection close;" })}`,
  inject: () => sysctl("ip_local_port_range", "40000 40120"),
  remove: () => sysctl("ip_local_port_range", "32768 60999"),
  incident: ({ context }) => ({
    category: "network",
    cause: "port-exhaustion",
    acceptableCategories: ["network", "overload"],
    upstreams: context.upstreams.map(addressOf),
    statuses: [502],
  }),
};
