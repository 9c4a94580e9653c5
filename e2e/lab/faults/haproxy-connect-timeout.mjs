import { addressOf, pool } from "../fault.mjs";
import { dropPackets, letPacketsPass } from "../behaviours.mjs";
import { HAPROXY_FILES, haproxySite } from "../haproxy-site.mjs";

const hosts = ["www.salt-pan.test"];

export default {
  ...HAPROXY_FILES,
  id: "haproxy-connect-timeout",
  title: "HAProxy: a firewall drops packets to one of two servers: connects time out",
  subnet: 115,
  template: "httplog",
  zone: "Europe/Athens",
  begin: "2026-10-28T02:00:00Z",
  oneFile: false,
  calibration: true,
  hosts,
  ownNetwork: true,
  upstreams: (context) => pool(context, 2),
  setup: (context) =>
    haproxySite(context, {
      backends: { be_app: context.upstreams },
      defaults: "retries 0",
      timeouts: { connect: "1500", server: "5s" },
    }),
  inject: ({ upstreams }) => dropPackets(upstreams[1]),
  remove: ({ upstreams }) => letPacketsPass(upstreams[1]),
  incident: ({ context }) => ({
    category: "network",
    cause: "connection-timeout",
    exactCauses: ["connection-timeout", "firewall-drop"],
    acceptableCauses: ["connection-timeout", "firewall-drop"],
    upstreams: [addressOf(context.upstreams[1])],
    statuses: [503, 504],
  }),
};
