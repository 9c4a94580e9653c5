import { allBehave, allHeal } from "../behaviours.mjs";
import { caddySite } from "../caddy-site.mjs";
import { addressOf, pool } from "../fault.mjs";

const hosts = ["shop.brown-hare.test"];

export default {
  id: "caddy-upstream-closes",
  title: "Caddy: the application closes the connection on one route; EOF",
  product: "caddy",
  subnet: 142,
  template: "json",
  zone: "UTC",
  begin: "2026-06-23T13:00:00Z",
  files: { access: "access.log.gz", error: "caddy.log" },
  calibration: true,
  hosts,
  perSecond: 14,
  upstreams: (context) => pool(context, 2),
  setup: ({ upstreams }) => caddySite(hosts, upstreams.map(addressOf)),
  inject: allBehave({ fault: "close", only: "^/(cart|checkout|product)", share: 1, afterMs: 70 }),
  remove: allHeal,
  incident: ({ context }) => ({
    category: "upstream",
    cause: "premature-close",
    exactCauses: ["premature-close", "upstream-crash"],
    acceptableCauses: ["premature-close", "upstream-crash"],
    upstreams: context.upstreams.map(addressOf),
    // "EOF" names no server.
    visible: { hosts: true, upstreams: false },
    paths: ["/cart", "/checkout", "/product"],
    statuses: [502],
  }),
};
