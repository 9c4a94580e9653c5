import { pool } from "../fault.mjs";
import { DnsServer } from "../dns-server.mjs";
import { INNER_PORT } from "../record-tiers.mjs";
import { NAMED_FILES, accessOnly, edgeSite, originOf, originSite } from "../edge-site.mjs";

const hosts = ["www.glass-bead.test"];

const edge = (context) =>
  edgeSite(context, {
    hosts,
    target: "http://$origin",
    more: `resolver 127.0.${context.subnet}.53:5353 valid=1s ipv6=off;
    resolver_timeout 2s;
    set $origin origin.internal.test:${INNER_PORT};`,
  });

export default {
  id: "edge-resolver-fails",
  title: "the edge looks the origin up at run time, and its resolver fails",
  subnet: 163,
  tiers: [
    {
      tier: "edge",
      product: "nginx",
      template: "json",
      files: { ...NAMED_FILES[0], access: "edge-access.log.gz" },
      setup: (context) => edge(context),
    },
    {
      tier: "origin",
      product: "nginx",
      template: "short",
      files: accessOnly(NAMED_FILES)[1],
      setup: (context) => originSite(context, { hosts }),
    },
  ],
  zone: "Asia/Seoul",
  begin: "2026-08-12T03:00:00Z",
  calibration: false,
  hosts,
  prepare: async (context) => {
    const [answer] = originOf(context).split(":");
    context.dns = new DnsServer({ address: `127.0.${context.subnet}.53`, port: 5353, answer });
    await context.dns.start();
  },
  upstreams: (context) => pool(context, 2),
  inject: ({ dns }) => dns.behave("servfail"),
  remove: ({ dns }) => dns.behave("answer"),
  cleanUp: ({ dns }) => dns.stop(),
  incident: () => ({
    tier: "edge",
    category: "network",
    cause: "dns-failure",
    acceptableCategories: ["network", "config", "cdn"],
    upstreams: [],
    statuses: [502],
  }),
};
