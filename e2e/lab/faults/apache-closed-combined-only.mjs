import { apacheSite } from "../apache-site.mjs";
import { allBehave, allHeal } from "../behaviours.mjs";
import { addressOf, pool } from "../fault.mjs";

const hosts = ["www.tin-kettle.test"];

export default {
  id: "apache-closed-combined-only",
  title: "Apache: the application closes the connection on its API; nothing but a combined access log",
  product: "apache",
  subnet: 133,
  template: "combined",
  zone: "Europe/Prague",
  begin: "2026-06-16T12:00:00Z",
  files: { access: "access.log" },
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 2),
  setup: ({ upstreams }) => apacheSite(hosts, upstreams.map(addressOf)),
  inject: allBehave({ fault: "close", only: "^/api/", share: 1, afterMs: 60 }),
  remove: allHeal,
  incident: ({ context }) => ({
    category: "upstream",
    cause: "premature-close",
    exactCauses: ["premature-close", "upstream-crash", "undetermined"],
    acceptableCauses: [
      "premature-close",
      "upstream-crash",
      "undetermined",
      "passed-through",
      "upstream-timeout",
      "invalid-response",
    ],
    upstreams: context.upstreams.map(addressOf),
    paths: ["/api/"],
    statuses: [502],
  }),
};
