import { apacheSite } from "../apache-site.mjs";
import { addressOf } from "../fault.mjs";
import { allBehave, allHeal } from "../behaviours.mjs";
import { control } from "../quiet.mjs";

const hosts = ["www.green-gate.test"];

export default control({
  product: "apache",
  id: "control-apache-application-503",
  title: "Apache: the application shows its own maintenance page with 503",
  subnet: 174,
  template: "worker",
  zone: "Europe/Dublin",
  begin: "2026-06-03T21:00:00Z",
  files: { access: "access.log.gz", error: "error.log" },
  calibration: true,
  hosts,
  setup: ({ upstreams }) => apacheSite(hosts, upstreams.map(addressOf)),
  inject: allBehave({ fault: "status503", only: "^/(account|checkout|cart)", share: 1, afterMs: 8 }),
  remove: allHeal,
  otherAnomalies: [{ kind: "application-503", statuses: [503] }],
});
