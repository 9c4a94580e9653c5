import { addressOf, pool } from "../fault.mjs";
import { originSite } from "../edge-site.mjs";
import { INNER_PORT, innerAddress } from "../record-tiers.mjs";
import { varnishBackend } from "../varnish-site.mjs";

const hosts = ["www.plum-orchard.test"];

export default {
  id: "varnish-edge-relays-origin-502",
  title: "Varnish before nginx: one of two applications behind nginx stops; Varnish hands the 502 on",
  subnet: 231,
  tiers: [
    {
      tier: "edge",
      product: "varnish",
      template: "ncsa",
      files: { access: "varnishncsa.log.gz" },
      setup: ({ subnet }) => varnishBackend({ address: innerAddress(subnet), port: INNER_PORT }),
    },
    {
      tier: "origin",
      product: "nginx",
      template: "keyValue",
      files: { access: "access.log.gz", error: "error.log" },
      setup: (context) => originSite(context, { hosts }),
    },
  ],
  zone: "Europe/Prague",
  begin: "2026-07-21T10:00:00Z",
  calibration: true,
  tiersNamed: false,
  hosts,
  upstreams: (context) => pool(context, 2),
  inject: ({ upstreams }) => upstreams[0].stop(),
  remove: ({ upstreams }) => upstreams[0].start(),
  incident: ({ context }) => ({
    tier: "origin",
    category: "upstream",
    cause: "upstream-down",
    upstreams: [addressOf(context.upstreams[0])],
    statuses: [502],
  }),
};
