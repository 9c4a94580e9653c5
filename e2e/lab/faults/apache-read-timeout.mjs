import { apacheSite } from "../apache-site.mjs";
import { allBehave, allHeal } from "../behaviours.mjs";
import { addressOf, pool } from "../fault.mjs";

const hosts = ["reports.blue-slate.test"];

export default {
  id: "apache-read-timeout",
  title: "Apache: reports hang until ProxyTimeout; Apache answers 502",
  product: "apache",
  subnet: 131,
  template: "worker",
  zone: "Europe/London",
  begin: "2026-01-20T09:00:00Z",
  files: { access: "access.log", error: "error.log" },
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 2),
  setup: ({ upstreams }) => apacheSite(hosts, upstreams.map(addressOf), { directives: "ProxyTimeout 2" }),
  inject: allBehave({ fault: "never", only: "^/(account|api/items)", share: 0.8, workers: 1000 }),
  remove: allHeal,
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-timeout",
    acceptableCategories: ["upstream", "overload"],
    acceptableCauses: ["upstream-timeout", "upstream-overload"],
    upstreams: context.upstreams.map(addressOf),
    paths: ["/account", "/api/items"],
    statuses: [502],
  }),
};
