import { pool } from "../fault.mjs";
import { originOf, originSite } from "../edge-site.mjs";
import { haproxySite } from "../haproxy-site.mjs";

const hosts = ["www.copper-kettle.test"];

/** The origin as HAProxy's only server. */
const edge = (context) => {
  const [address, port] = originOf(context).split(":");
  return haproxySite(context, {
    backends: { be_origin: [{ address, port }] },
    server: "origin",
    defaults: "retries 1",
    timeouts: { connect: "2s", server: "8s" },
  });
};

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
      setup: (context) => edge(context),
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
