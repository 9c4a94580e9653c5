import { HAPROXY_FILES, haproxySite } from "../haproxy-site.mjs";
import { allBehave, allHeal } from "../behaviours.mjs";
import { control } from "../quiet.mjs";

const hosts = ["www.loose-thread.test"];

export default control({
  ...HAPROXY_FILES,
  id: "control-haproxy-application-500",
  title: "HAProxy: a release makes the application answer 500 on one route",
  subnet: 172,
  template: "named",
  zone: "America/Chicago",
  begin: "2026-03-24T19:00:00Z",
  files: { access: "haproxy.log.gz", config: "haproxy.cfg" },
  calibration: false,
  hosts,
  setup: (context) => haproxySite(context, { backends: { be_app: context.upstreams } }),
  inject: allBehave({ fault: "status500", only: "^/(cart|checkout)", share: 0.8, afterMs: 30 }),
  remove: allHeal,
  otherAnomalies: [{ kind: "application-500", statuses: [500] }],
});
