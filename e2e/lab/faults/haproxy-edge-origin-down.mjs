import { pool } from "../fault.mjs";
import { haproxyEdgeSite, originOf, originSite } from "../edge-site.mjs";

const hosts = ["www.copper-kettle.test"];

export default {
  id: "haproxy-edge-origin-down",
  title: "HAProxy before nginx: nginx itself stops; HAProxy is refused",
  subnet: 165,
  tiers: [
    {
      tier: "edge",
      product: "haproxy",
      template: "httplog",
      files: { access: "edge-haproxy.log" },
      oneFile: true,
      setup: haproxyEdgeSite,
    },
    {
      tier: "origin",
      product: "nginx",
      template: "short",
      files: { access: "origin-access.log" },
      setup: (context) => originSite(context, { hosts }),
    },
  ],
  zone: "America/Denver",
  begin: "2026-10-06T15:00:00Z",
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 2),
  inject: ({ proxies }) => proxies[1].stop(),
  remove: ({ proxies }) => proxies[1].start(),
  incident: ({ context }) => ({
    tier: "edge",
    category: "upstream",
    cause: "upstream-down",
    exactCauses: ["upstream-down", "cdn-origin-unreachable"],
    acceptableCauses: ["upstream-down", "cdn-origin-unreachable"],
    acceptableCategories: ["upstream", "cdn", "network"],
    upstreams: [originOf(context)],
    statuses: [503],
  }),
};
