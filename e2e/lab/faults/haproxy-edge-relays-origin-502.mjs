import { addressOf, pool } from "../fault.mjs";
import { haproxyEdgeSite, originSite } from "../edge-site.mjs";

const hosts = ["www.flint-stone.test"];

export default {
  id: "haproxy-edge-relays-origin-502",
  title: "HAProxy before nginx: the applications behind nginx stop, two of three; HAProxy hands the 502 on",
  subnet: 164,
  tiers: [
    {
      tier: "edge",
      product: "haproxy",
      template: "httplog",
      files: { access: "haproxy.log" },
      oneFile: true,
      setup: haproxyEdgeSite,
    },
    {
      tier: "origin",
      product: "nginx",
      template: "keyValue",
      files: { access: "access.log.gz", error: "error.log" },
      setup: (context) => originSite(context, { hosts }),
    },
  ],
  zone: "Europe/Dublin",
  begin: "2026-09-15T12:00:00Z",
  calibration: true,
  tiersNamed: false,
  hosts,
  upstreams: (context) => pool(context, 3),
  inject: ({ upstreams }) => Promise.all([upstreams[0].stop(), upstreams[1].stop()]),
  remove: ({ upstreams }) => Promise.all([upstreams[0].start(), upstreams[1].start()]),
  incident: ({ context }) => ({
    tier: "origin",
    category: "upstream",
    cause: "upstream-down",
    upstreams: context.upstreams.slice(0, 2).map(addressOf),
    statuses: [502],
  }),
};
