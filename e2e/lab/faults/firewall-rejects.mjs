import { execFileSync } from "node:child_process";
import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["www.chalk-cliff.test"];
const iptables = (...words) => execFileSync("iptables", words, { stdio: "ignore" });

export default {
  id: "firewall-rejects",
  title: "a firewall rejects connections to one of two servers: no route to host, at once",
  subnet: 207,
  ownNetwork: true,
  template: "upstreamFirst",
  zone: "Europe/Vilnius",
  begin: "2026-09-09T06:00:00Z",
  errorLog: true,
  config: false,
  calibration: false,
  perSecond: 12,
  hosts,
  upstreams: (context) => pool(context, 2),
  http: (context) => `${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://app" })}`,
  inject: ({ upstreams: [, { address }] }) =>
    iptables("-A", "OUTPUT", "-d", address, "-p", "tcp", "-j", "REJECT", "--reject-with", "icmp-host-prohibited"),
  remove: () => iptables("-F", "OUTPUT"),
  incident: ({ context }) => ({
    category: "network",
    cause: "firewall-reject",
    acceptableCauses: ["firewall-reject", "no-route"],
    acceptableCategories: ["network", "security"],
    upstreams: [addressOf(context.upstreams[1])],
    statuses: [502],
  }),
};
