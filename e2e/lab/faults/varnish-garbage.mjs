import { allBehave, allHeal } from "../behaviours.mjs";
import { addressOf, pool } from "../fault.mjs";
import { varnishBackend } from "../varnish-site.mjs";

const hosts = ["feeds.white-gull.test"];

export default {
  id: "varnish-garbage",
  title: "Varnish: a release writes a control character into a response header",
  product: "varnish",
  subnet: 152,
  template: "ncsa",
  zone: "Europe/Budapest",
  begin: "2026-09-29T14:00:00Z",
  files: { access: "varnishncsa.log", error: "varnishlog.txt" },
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 1),
  setup: ({ upstreams }) => varnishBackend(upstreams[0]),
  inject: allBehave({ fault: "badHeader", only: "^/(blog|category|product)", share: 1, afterMs: 20 }),
  remove: allHeal,
  incident: ({ context }) => ({
    category: "upstream",
    cause: "invalid-response",
    upstreams: context.upstreams.map(addressOf),
    paths: ["/blog", "/category", "/product"],
    statuses: [503],
  }),
};
