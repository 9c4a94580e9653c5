import { dropPackets, letPacketsPass } from "../behaviours.mjs";
import { caddySite } from "../caddy-site.mjs";
import { addressOf, pool } from "../fault.mjs";

const hosts = ["www.ash-grove.test"];

export default {
  id: "caddy-dial-timeout",
  title: "Caddy: a firewall drops packets to one of two servers: dials time out; access and error lines in one file",
  product: "caddy",
  subnet: 144,
  template: "json",
  zone: "UTC",
  begin: "2026-10-29T16:00:00Z",
  files: { access: "caddy.log.gz" },
  calibration: true,
  hosts,
  oneFile: true,
  ownNetwork: true,
  perSecond: 14,
  upstreams: (context) => pool(context, 2),
  setup: ({ upstreams }) =>
    caddySite(
      hosts,
      upstreams.map(addressOf),
      `transport http {
                dial_timeout 2s
                keepalive off
            }`,
    ),
  inject: ({ upstreams }) => dropPackets(upstreams[1]),
  remove: ({ upstreams }) => letPacketsPass(upstreams[1]),
  incident: ({ context }) => ({
    category: "network",
    cause: "connection-timeout",
    exactCauses: ["connection-timeout", "firewall-drop"],
    acceptableCauses: ["connection-timeout", "firewall-drop"],
    upstreams: [addressOf(context.upstreams[1])],
    statuses: [502],
  }),
};
