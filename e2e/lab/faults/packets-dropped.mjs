import { execFileSync } from "node:child_process";
import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["www.salt-marsh.test"];
const TABLE = "gumshoe_lab";

/** In a network of its own, so that the rule is gone with the recording. */
const nft = (...words) => execFileSync("nft", words, { stdio: "ignore" });

export default {
  id: "packets-dropped",
  title: "a firewall drops packets to one of two servers: connects time out",
  subnet: 58,
  ownNetwork: true,
  template: "short",
  zone: "Europe/Athens",
  begin: "2026-10-28T01:00:00Z",
  errorLog: true,
  config: false,
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 2),
  http: (context) => `${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://app", directives: "proxy_next_upstream off;\nproxy_connect_timeout 2s;" }).replace("proxy_connect_timeout 3s;\n", "")}`,
  inject: (context) => {
    nft("add", "table", "inet", TABLE);
    nft("add", "chain", "inet", TABLE, "output", "{ type filter hook output priority 0; }");
    nft(
      "add",
      "rule",
      "inet",
      TABLE,
      "output",
      "ip",
      "daddr",
      `127.0.${context.subnet}.12`,
      "tcp",
      "dport",
      "8080",
      "drop",
    );
  },
  remove: () => nft("delete", "table", "inet", TABLE),
  incident: ({ context }) => ({
    category: "network",
    cause: "connection-timeout",
    exactCauses: ["connection-timeout", "firewall-drop"],
    acceptableCauses: ["connection-timeout", "firewall-drop"],
    upstreams: [addressOf(context.upstreams[1])],
    statuses: [504],
  }),
};
