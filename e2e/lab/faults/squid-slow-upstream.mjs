import { allBehave, allHeal } from "../behaviours.mjs";
import { pool } from "../fault.mjs";
import { squidPeers } from "../squid-site.mjs";

const hosts = ["www.oak-mast.test"];

export default {
  id: "squid-slow-upstream",
  title: "Squid: two routes hang until read_timeout; Squid answers 504",
  product: "squid",
  timezoneGiven: true,
  subnet: 186,
  template: "diag",
  zone: "Europe/Tallinn",
  begin: "2026-11-11T07:00:00Z",
  files: { access: "access.log", error: "cache.log", config: "squid.conf" },
  calibration: false,
  hosts,
  upstreams: (context) => pool(context, 1),
  setup: ({ upstreams }) => squidPeers(upstreams, "read_timeout 2 seconds"),
  inject: allBehave({ fault: "never", only: "^/(account|api/items)", share: 0.8, workers: 1000 }),
  remove: allHeal,
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-timeout",
    acceptableCategories: ["upstream", "overload"],
    acceptableCauses: ["upstream-timeout", "upstream-overload"],
    // Squid names the server by its address alone.
    upstreams: context.upstreams.map(({ address }) => address),
    paths: ["/account", "/api/items"],
    statuses: [504],
  }),
};
