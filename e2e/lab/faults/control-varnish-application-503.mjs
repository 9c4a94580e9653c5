import { allBehave, allHeal } from "../behaviours.mjs";
import { haproxySite } from "../haproxy-site.mjs";
import { control } from "../quiet.mjs";
import { INNER_PORT, innerAddress } from "../record-tiers.mjs";
import { varnishBackend } from "../varnish-site.mjs";

export default control({
  id: "control-varnish-application-503",
  title: "Varnish before HAProxy: the application shows its own page with 503, which Varnish's log alone cannot tell",
  subnet: 235,
  zone: "Europe/Rome",
  begin: "2026-12-01T18:00:00Z",
  calibration: true,
  tiersNamed: false,
  timezoneGiven: true,
  hosts: ["www.sea-holly.test"],
  tiers: [
    {
      tier: "edge",
      product: "varnish",
      template: "ncsa",
      files: { access: "varnishncsa.log.gz" },
      setup: ({ subnet }) => varnishBackend({ address: innerAddress(subnet), port: INNER_PORT }),
    },
    {
      tier: "origin",
      product: "haproxy",
      template: "httplog",
      files: { access: "haproxy.log.gz" },
      oneFile: true,
      setup: (context) => haproxySite(context, { backends: { be_app: context.upstreams } }),
    },
  ],
  inject: allBehave({ fault: "status503", only: "^/(blog|help|account)", share: 1, afterMs: 10 }),
  remove: allHeal,
  otherAnomalies: [{ kind: "application-503", statuses: [503] }],
});
