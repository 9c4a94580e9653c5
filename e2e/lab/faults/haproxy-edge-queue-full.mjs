import { pool } from "../fault.mjs";
import { allBehave } from "../behaviours.mjs";
import { haproxyEdgeSite, originOf, originSite } from "../edge-site.mjs";

const hosts = ["www.iron-gate.test"];

export default {
  id: "haproxy-edge-queue-full",
  title:
    "HAProxy before nginx: the applications get slower, and the edge's own limit of connections to nginx is reached",
  subnet: 232,
  tiers: [
    {
      tier: "edge",
      product: "haproxy",
      template: "httplog",
      files: { access: "haproxy.log.gz" },
      oneFile: true,
      setup: (context) => haproxyEdgeSite(context, { parameters: " maxconn 4", defaults: "timeout queue 700ms" }),
    },
    {
      tier: "origin",
      product: "nginx",
      template: "short",
      files: { access: "access.log.gz", error: "error.log" },
      setup: (context) => originSite(context, { hosts }),
    },
  ],
  zone: "Europe/Brussels",
  begin: "2026-11-11T09:00:00Z",
  calibration: false,
  tiersNamed: false,
  timezoneGiven: true,
  hosts,
  perSecond: 24,
  upstreams: (context) => pool(context, 2),
  inject: allBehave({ latencyMs: 700 }),
  remove: allBehave({ latencyMs: 20 }),
  incident: ({ context }) => ({
    tier: "edge",
    category: "overload",
    cause: "circuit-breaker",
    exactCauses: ["circuit-breaker", "upstream-overload"],
    acceptableCauses: ["circuit-breaker", "upstream-overload", "upstream-timeout"],
    acceptableCategories: ["overload", "upstream", "config"],
    upstreams: [originOf(context)],
    // Who never left the queue was given no server.
    visible: { hosts: true, upstreams: false },
    statuses: [503],
  }),
};
