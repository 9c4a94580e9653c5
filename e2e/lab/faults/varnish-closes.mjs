import { allBehave, allHeal } from "../behaviours.mjs";
import { addressOf, pool } from "../fault.mjs";
import { varnishBackend } from "../varnish-site.mjs";

const hosts = ["www.glass-bell.test"];

export default {
  id: "varnish-closes",
  title: "Varnish: the application closes the connection before its header on three routes",
  product: "varnish",
  subnet: 184,
  template: "timed",
  zone: "Europe/Warsaw",
  begin: "2026-11-09T12:00:00Z",
  files: { access: "varnishncsa.log", error: "varnishlog.txt" },
  calibration: false,
  hosts,
  upstreams: (context) => pool(context, 1),
  setup: ({ upstreams }) => varnishBackend(upstreams[0]),
  inject: allBehave({ fault: "close", only: "^/(search|account|api/items)", share: 1, afterMs: 45 }),
  remove: allHeal,
  incident: ({ context }) => ({
    category: "upstream",
    cause: "premature-close",
    exactCauses: ["premature-close", "upstream-crash"],
    acceptableCauses: ["premature-close", "upstream-crash"],
    upstreams: context.upstreams.map(addressOf),
    paths: ["/search", "/account", "/api/items"],
    statuses: [503],
  }),
};
