import { allBehave, allHeal } from "../behaviours.mjs";
import { caddySite } from "../caddy-site.mjs";
import { addressOf, pool } from "../fault.mjs";

const hosts = ["shop.brown-stoat.test"];

export default {
  id: "caddy-closes-access-only",
  title: "Caddy: the application closes the connection on its API; the access log alone",
  product: "caddy",
  subnet: 143,
  template: "json",
  zone: "UTC",
  begin: "2026-06-24T13:00:00Z",
  files: { access: "access.log.gz" },
  calibration: false,
  hosts,
  perSecond: 14,
  upstreams: (context) => pool(context, 2),
  setup: ({ upstreams }) => caddySite(hosts, upstreams.map(addressOf)),
  inject: allBehave({ fault: "close", only: "^/(api|account)", share: 1, afterMs: 70 }),
  remove: allHeal,
  incident: ({ context }) => ({
    category: "upstream",
    cause: "premature-close",
    exactCauses: ["premature-close", "upstream-crash", "undetermined"],
    acceptableCauses: ["premature-close", "upstream-crash", "undetermined", "invalid-response"],
    upstreams: context.upstreams.map(addressOf),
    paths: ["/api", "/account"],
    statuses: [502],
  }),
};
