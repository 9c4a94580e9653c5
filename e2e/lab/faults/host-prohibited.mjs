import { execFileSync } from "node:child_process";
import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["www.salt-harbour.test"];

const iptables = (...words) => execFileSync("iptables", words, { stdio: "ignore" });

export default {
  id: "host-prohibited",
  title: "a firewall answers for one of two servers that the host is prohibited",
  subnet: 239,
  ownNetwork: true,
  template: "keyValue",
  zone: "Asia/Singapore",
  begin: "2026-07-19T06:00:00Z",
  errorLog: true,
  config: false,
  calibration: true,
  gzip: true,
  hosts,
  upstreams: (context) => pool(context, 2),
  http: (context) => `${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://app" })}`,
  inject: (context) =>
    iptables(
      ...["-A", "OUTPUT", "-d", context.upstreams[1].address, "-p", "tcp", "--dport", "8080"],
      ...["-j", "REJECT", "--reject-with", "icmp-host-prohibited"],
    ),
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
