import { caddySite } from "../caddy-site.mjs";
import { addressOf } from "../fault.mjs";
import { allBehave, allHeal } from "../behaviours.mjs";
import { control } from "../quiet.mjs";

const hosts = ["www.sun-dial.test"];

export default control({
  product: "caddy",
  perSecond: 14,
  id: "control-caddy-application-500",
  title: "Caddy: a release makes the application answer 500 on one route",
  subnet: 176,
  template: "json",
  zone: "UTC",
  begin: "2026-08-18T12:00:00Z",
  files: { access: "access.log.gz", error: "caddy.log" },
  calibration: true,
  hosts,
  setup: ({ upstreams }) => caddySite(hosts, upstreams.map(addressOf)),
  inject: allBehave({ fault: "status500", only: "^/(cart|checkout|account)", share: 0.8, afterMs: 30 }),
  remove: allHeal,
  otherAnomalies: [{ kind: "application-500", statuses: [500] }],
});
