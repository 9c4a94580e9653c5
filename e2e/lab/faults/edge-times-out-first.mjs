import { pool } from "../fault.mjs";
import { allBehave, allHeal } from "../behaviours.mjs";
import { PLAIN_FILES, accessOnly, edgeSite, originOf, originSite } from "../edge-site.mjs";

const hosts = ["www.straw-hat.test"];

export default {
  id: "edge-times-out-first",
  title: "the applications get slow; the edge gives up before the origin does: 504 here, 499 there",
  subnet: 162,
  tiers: [
    {
      tier: "edge",
      product: "nginx",
      template: "keyValue",
      files: accessOnly(PLAIN_FILES)[0],
      setup: (context) => edgeSite(context, { hosts, timeouts: "proxy_connect_timeout 2s;\nproxy_read_timeout 2s;" }),
    },
    {
      tier: "origin",
      product: "nginx",
      template: "diag",
      files: accessOnly(PLAIN_FILES)[1],
      setup: (context) =>
        originSite(context, { hosts, timeouts: "proxy_connect_timeout 2s;\nproxy_read_timeout 20s;" }),
    },
  ],
  zone: "Europe/Rome",
  begin: "2026-07-08T14:00:00Z",
  calibration: false,
  tiersNamed: false,
  hosts,
  upstreams: (context) => pool(context, 2),
  inject: allBehave({
    fault: "status500",
    only: "^/(api/items|search|account)",
    share: 0.8,
    afterMs: 4500,
    workers: 1000,
  }),
  remove: allHeal,
  incident: ({ context }) => ({
    tier: "edge",
    category: "upstream",
    cause: "upstream-timeout",
    acceptableCauses: ["upstream-timeout", "upstream-overload"],
    acceptableCategories: ["upstream", "overload", "cdn"],
    upstreams: [originOf(context)],
    paths: ["/api/items", "/search", "/account"],
    statuses: [504],
  }),
};
