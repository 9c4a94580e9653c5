import { apacheSite } from "../apache-site.mjs";
import { allHeal } from "../behaviours.mjs";
import { addressOf, pool } from "../fault.mjs";

const hosts = ["www.blue-heather.test"];

export default {
  id: "apache-read-timeout-access-only",
  title: "Apache: every request hangs until ProxyTimeout; access log with worker and durations alone",
  product: "apache",
  subnet: 132,
  template: "worker",
  zone: "UTC",
  begin: "2026-01-27T20:00:00Z",
  files: { access: "access.log.gz" },
  calibration: false,
  hosts,
  upstreams: (context) => pool(context, 3),
  setup: ({ upstreams }) => apacheSite(hosts, upstreams.map(addressOf), { directives: "ProxyTimeout 2" }),
  inject: ({ upstreams }) => upstreams[1].behave({ fault: "never", share: 1, workers: 1000 }),
  remove: allHeal,
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-timeout",
    acceptableCategories: ["upstream", "overload", "network"],
    acceptableCauses: ["upstream-timeout", "upstream-overload", "connection-timeout"],
    upstreams: [addressOf(context.upstreams[1])],
    statuses: [502, 503],
  }),
};
