import { addressOf, pool } from "../fault.mjs";
import { PLAIN_FILES, edgeSite, originSite } from "../edge-site.mjs";

const hosts = ["www.reed-basket.test"];

export default {
  id: "edge-relays-origin-502",
  title: "one of two app servers behind the origin stops; the edge hands on the origin's own 502",
  subnet: 161,
  tiers: [
    {
      tier: "edge",
      product: "nginx",
      template: "short",
      files: PLAIN_FILES[0],
      setup: (context) => edgeSite(context, { hosts }),
    },
    {
      tier: "origin",
      product: "nginx",
      template: "keyValue",
      files: PLAIN_FILES[1],
      setup: (context) => originSite(context, { hosts }),
    },
  ],
  zone: "Europe/Berlin",
  begin: "2026-04-21T09:00:00Z",
  calibration: true,
  tiersNamed: false,
  hosts,
  upstreams: (context) => pool(context, 2),
  inject: ({ upstreams }) => upstreams[1].stop(),
  remove: ({ upstreams }) => upstreams[1].start(),
  incident: ({ context }) => ({
    tier: "origin",
    category: "upstream",
    cause: "upstream-down",
    upstreams: [addressOf(context.upstreams[1])],
    statuses: [502],
  }),
};
