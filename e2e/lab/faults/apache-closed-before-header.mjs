import { apacheSite } from "../apache-site.mjs";
import { allBehave, allHeal } from "../behaviours.mjs";
import { addressOf, pool } from "../fault.mjs";

const hosts = ["app.tin-drum.test", "www.tin-drum.test"];

export default {
  id: "apache-closed-before-header",
  title: "Apache: the application closes the connection before its header on one route",
  product: "apache",
  subnet: 134,
  template: "vhostCombined",
  zone: "Europe/Helsinki",
  begin: "2026-06-17T05:00:00Z",
  files: { access: "access.log", error: "error.log" },
  calibration: false,
  hosts,
  upstreams: (context) => pool(context, 2),
  setup: ({ upstreams }) => apacheSite(hosts, upstreams.map(addressOf)),
  inject: allBehave({ fault: "close", only: "^/(search|category)", share: 0.9, afterMs: 45 }),
  remove: allHeal,
  incident: ({ context }) => ({
    category: "upstream",
    cause: "premature-close",
    exactCauses: ["premature-close", "upstream-crash"],
    acceptableCauses: ["premature-close", "upstream-crash"],
    upstreams: context.upstreams.map(addressOf),
    paths: ["/search", "/category"],
    statuses: [502],
  }),
};
