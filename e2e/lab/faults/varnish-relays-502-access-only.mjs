import { allBehave, allHeal } from "../behaviours.mjs";
import { addressOf, pool } from "../fault.mjs";
import { varnishBackend } from "../varnish-site.mjs";

const hosts = ["www.snow-goose.test"];

export default {
  id: "varnish-relays-502-access-only",
  title: "Varnish: the application behind it answers 502 on its API; varnishncsa alone",
  product: "varnish",
  subnet: 208,
  template: "handled",
  zone: "Europe/Dublin",
  begin: "2026-10-13T13:00:00Z",
  files: { access: "varnishncsa.log" },
  calibration: false,
  perSecond: 12,
  hosts,
  upstreams: (context) => pool(context, 1),
  setup: ({ upstreams }) => varnishBackend(upstreams[0]),
  inject: allBehave({ fault: "status502", only: "^/api", share: 0.9, afterMs: 20 }),
  remove: allHeal,
  incident: ({ context }) => ({
    category: "upstream",
    cause: "passed-through",
    acceptableCauses: ["passed-through", "undetermined"],
    upstreams: context.upstreams.map(addressOf),
    paths: ["/api"],
    visible: { hosts: true, upstreams: false },
    statuses: [502],
  }),
};
