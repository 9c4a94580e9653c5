import { allBehave, allHeal } from "../behaviours.mjs";
import { addressOf, pool } from "../fault.mjs";
import { varnishBackend } from "../varnish-site.mjs";

const hosts = ["www.birch-canoe.test"];

export default {
  id: "varnish-first-byte-timeout-access-only",
  title: "Varnish: the application hangs on two routes until first_byte_timeout; varnishncsa alone",
  product: "varnish",
  subnet: 151,
  template: "timed",
  zone: "Europe/Copenhagen",
  begin: "2026-07-07T10:00:00Z",
  files: { access: "varnishncsa.log" },
  calibration: false,
  hosts,
  upstreams: (context) => pool(context, 1),
  setup: ({ upstreams }) => varnishBackend(upstreams[0], ".first_byte_timeout = 2s;"),
  inject: allBehave({ fault: "never", only: "^/(api/items|account)", share: 0.9, workers: 1000 }),
  remove: allHeal,
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-timeout",
    acceptableCauses: ["upstream-timeout", "upstream-overload", "undetermined"],
    acceptableCategories: ["upstream", "overload"],
    upstreams: context.upstreams.map(addressOf),
    paths: ["/api/items", "/account"],
    statuses: [503],
  }),
};
