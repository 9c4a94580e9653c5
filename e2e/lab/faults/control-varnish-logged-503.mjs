import { allBehave, allHeal } from "../behaviours.mjs";
import { control } from "../quiet.mjs";
import { varnishBackend } from "../varnish-site.mjs";

const hosts = ["www.black-swift.test"];

export default control({
  product: "varnish",
  id: "control-varnish-logged-503",
  title: "Varnish: the application shows its own maintenance page with 503, and varnishlog has it",
  subnet: 210,
  template: "handled",
  zone: "Europe/Prague",
  begin: "2026-12-02T16:00:00Z",
  files: { access: "varnishncsa.log", error: "varnishlog.txt.gz" },
  options: { query: "BerespStatus >= 500 or FetchError" },
  calibration: true,
  perSecond: 12,
  hosts,
  setup: ({ upstreams }) => varnishBackend(upstreams[0]),
  inject: allBehave({ fault: "status503", only: "^/(api|cart)", share: 1, afterMs: 20 }),
  remove: allHeal,
});
