import { addressOf, pool } from "../fault.mjs";
import { allHeal } from "../behaviours.mjs";
import { apacheSite } from "../apache-site.mjs";
import { originOf } from "../edge-site.mjs";
import { haproxySite } from "../haproxy-site.mjs";

const hosts = ["www.slate-quarry.test"];

export default {
  id: "apache-edge-haproxy-origin",
  title:
    "Apache before HAProxy: one of two applications writes a control character into a header; Apache hands the 502 on",
  subnet: 233,
  tiers: [
    {
      tier: "edge",
      product: "apache",
      template: "combined",
      files: { access: "access.log.gz" },
      setup: (context) => apacheSite(hosts, [originOf(context)]),
    },
    {
      tier: "origin",
      product: "haproxy",
      template: "httplog",
      files: { access: "haproxy.log.gz" },
      oneFile: true,
      setup: (context) => haproxySite(context, { backends: { be_app: context.upstreams } }),
    },
  ],
  zone: "Europe/Vilnius",
  begin: "2026-10-22T12:00:00Z",
  calibration: true,
  tiersNamed: false,
  timezoneGiven: true,
  hosts,
  upstreams: (context) => pool(context, 2),
  inject: ({ upstreams }) => upstreams[1].behave({ fault: "badHeader", afterMs: 10 }),
  remove: allHeal,
  incident: ({ context }) => ({
    tier: "origin",
    category: "upstream",
    cause: "invalid-response",
    exactCauses: ["invalid-response", "header-too-big"],
    acceptableCauses: ["invalid-response", "header-too-big"],
    acceptableCategories: ["upstream", "config"],
    upstreams: [addressOf(context.upstreams[1])],
    statuses: [502],
  }),
};
