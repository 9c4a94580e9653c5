import { addressOf, pool } from "../fault.mjs";
import { allBehave, allHeal } from "../behaviours.mjs";
import { HAPROXY_FILES, haproxySite } from "../haproxy-site.mjs";

const hosts = ["www.stone-mill.test"];

export default {
  ...HAPROXY_FILES,
  id: "haproxy-slow-upstream",
  title: "HAProxy: two routes hang until the server timeout",
  subnet: 113,
  template: "httplog",
  zone: "America/Chicago",
  begin: "2026-07-02T15:00:00Z",
  oneFile: false,
  calibration: false,
  hosts,
  upstreams: (context) => pool(context, 2),
  setup: (context) =>
    haproxySite(context, {
      backends: { be_app: context.upstreams },
      timeouts: { connect: "2s", server: "2s" },
    }),
  inject: allBehave({ fault: "never", only: "^/api/recommend|^/api/items", share: 0.8, workers: 1000 }),
  remove: allHeal,
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-timeout",
    acceptableCategories: ["upstream", "overload"],
    acceptableCauses: ["upstream-timeout", "upstream-overload"],
    upstreams: context.upstreams.map(addressOf),
    paths: ["/api/recommend", "/api/items"],
    statuses: [504],
  }),
};
