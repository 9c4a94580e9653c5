import { pool } from "../fault.mjs";
import { directClients, dropPackets, letPacketsPass } from "../behaviours.mjs";
import { NAMED_FILES, edgeAddress, edgeSite, originOf, originSite } from "../edge-site.mjs";

const hosts = ["www.clay-pot.test"];

/** Only what comes from the edge is dropped. */
function blocked(context) {
  const [address, port] = originOf(context).split(":");
  return { address, port, from: edgeAddress(context) };
}

export default {
  id: "edge-cannot-reach-origin",
  title: "a firewall drops packets from the edge to the origin; the origin serves its other clients",
  subnet: 160,
  tiers: [
    {
      tier: "edge",
      product: "nginx",
      template: "isoFirst",
      files: NAMED_FILES[0],
      setup: (context) => edgeSite(context, { hosts, timeouts: "proxy_connect_timeout 2s;\nproxy_read_timeout 8s;" }),
    },
    {
      tier: "origin",
      product: "nginx",
      template: "keyValue",
      files: { ...NAMED_FILES[1], access: "origin-access.log.gz" },
      setup: (context) => originSite(context, { hosts }),
    },
  ],
  zone: "UTC",
  begin: "2026-03-16T17:00:00Z",
  calibration: true,
  hosts,
  ownNetwork: true,
  upstreams: (context) => pool(context, 2),
  inject: (context) => dropPackets(blocked(context)),
  remove: (context) => letPacketsPass(blocked(context)),
  prepare: (context) => {
    const [address, port] = originOf(context).split(":");
    context.hangUp = directClients({ address, port, host: hosts[0], perSecond: 5 });
  },
  cleanUp: ({ hangUp }) => hangUp(),
  incident: ({ context }) => ({
    tier: "edge",
    category: "cdn",
    cause: "cdn-origin-unreachable",
    exactCauses: ["cdn-origin-unreachable", "connection-timeout", "firewall-drop"],
    acceptableCauses: ["cdn-origin-unreachable", "connection-timeout", "firewall-drop"],
    acceptableCategories: ["cdn", "network"],
    upstreams: [originOf(context)],
    statuses: [504],
  }),
};
