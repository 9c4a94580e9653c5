import { execFileSync } from "node:child_process";
import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["www.gravel-road.test"];
const ip = (line) => execFileSync("ip", line.split(" "), { stdio: "ignore" });

/**
 * In a network of its own: a link whose far end answers ARP for nobody. While the address is the machine's own the server answers;
 * taken away, the kernel asks for its neighbour three times, a second apart, and gives up.
 */
const address = (context) => `10.1.${context.subnet}.12`;

export default {
  id: "dead-neighbour",
  title: "one of two hosts is switched off: no route to host after the kernel has asked for it for three seconds",
  subnet: 94,
  template: "keyValue",
  zone: "Africa/Nairobi",
  begin: "2026-08-26T05:00:00Z",
  errorLog: true,
  config: false,
  calibration: false,
  ownNetwork: true,
  hosts,
  prepare: (context) => {
    ip("link add lab0 type veth peer name lab1");
    ip(`addr add 10.1.${context.subnet}.1/24 dev lab0`);
    ip("link set lab0 up");
    ip("link set lab1 up");
    ip(`addr add ${address(context)}/32 dev lo`);
  },
  upstreams: (context) => {
    const [near, far] = pool(context, 2);
    far.address = address(context);
    return [near, far];
  },
  http: (context) => `${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://app" }).replace("proxy_connect_timeout 3s;", "proxy_connect_timeout 10s;")}`,
  inject: (context) => ip(`addr del ${address(context)}/32 dev lo`),
  remove: (context) => ip(`addr add ${address(context)}/32 dev lo`),
  incident: ({ context }) => ({
    category: "network",
    cause: "no-route",
    upstreams: [addressOf(context.upstreams[1])],
    statuses: [502],
  }),
};
