import { allBehave, allHeal } from "../behaviours.mjs";
import { caddySite } from "../caddy-site.mjs";
import { addressOf, pool } from "../fault.mjs";

const hosts = ["www.larch-wood.test"];

export default {
  id: "caddy-slow-upstream",
  title: "Caddy: two routes hang until response_header_timeout; Caddy answers 504",
  product: "caddy",
  subnet: 182,
  template: "json",
  zone: "UTC",
  begin: "2026-11-05T13:00:00Z",
  files: { access: "access.log", error: "caddy.log" },
  calibration: false,
  hosts,
  perSecond: 14,
  upstreams: (context) => pool(context, 2),
  setup: ({ upstreams }) =>
    caddySite(
      hosts,
      upstreams.map(addressOf),
      `transport http {
                response_header_timeout 2s
            }`,
    ),
  inject: allBehave({ fault: "never", only: "^/(account|api/items)", share: 0.8, workers: 1000 }),
  remove: allHeal,
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-timeout",
    acceptableCategories: ["upstream", "overload"],
    acceptableCauses: ["upstream-timeout", "upstream-overload"],
    upstreams: context.upstreams.map(addressOf),
    // "timeout awaiting response headers" names no server.
    visible: { hosts: true, upstreams: false },
    paths: ["/account", "/api/items"],
    statuses: [504],
  }),
};
