import { addressOf, pool } from "../fault.mjs";
import { allBehave, allHeal } from "../behaviours.mjs";
import { HAPROXY_FILES, haproxySite } from "../haproxy-site.mjs";

const hosts = ["app.grey-otter.test"];

export default {
  ...HAPROXY_FILES,
  id: "haproxy-route-closes",
  title: "HAProxy: the application closes the connection without an answer on one route",
  subnet: 112,
  template: "httplog",
  zone: "UTC",
  begin: "2026-06-11T06:00:00Z",
  oneFile: false,
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 2),
  setup: (context) => haproxySite(context, { backends: { be_app: context.upstreams } }),
  inject: allBehave({ fault: "close", only: "^/search", share: 1, afterMs: 45 }),
  remove: allHeal,
  incident: ({ context }) => ({
    category: "upstream",
    cause: "premature-close",
    exactCauses: ["premature-close", "upstream-crash"],
    acceptableCauses: ["premature-close", "upstream-crash"],
    upstreams: context.upstreams.map(addressOf),
    paths: ["/search"],
    statuses: [502],
  }),
};
