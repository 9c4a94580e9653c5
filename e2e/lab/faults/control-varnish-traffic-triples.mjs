import { varnishBackend } from "../varnish-site.mjs";
import { control } from "../quiet.mjs";

const hosts = ["www.brass-horn.test"];

export default control({
  product: "varnish",
  id: "control-varnish-traffic-triples",
  title: "Varnish: traffic triples and everything holds",
  subnet: 177,
  template: "ncsa",
  zone: "America/Vancouver",
  begin: "2026-08-22T18:00:00Z",
  files: { access: "varnishncsa.log.gz" },
  calibration: false,
  hosts,
  setup: ({ upstreams }) => varnishBackend(upstreams[0]),
  perSecond: 16,
  inject: (context) => {
    context.traffic.perSecond *= 3;
  },
  remove: (context) => {
    context.traffic.perSecond /= 3;
  },
});
