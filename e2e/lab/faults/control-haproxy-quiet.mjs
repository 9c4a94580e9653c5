import { HAPROXY_FILES, haproxySite } from "../haproxy-site.mjs";
import { allBehave } from "../behaviours.mjs";
import { control } from "../quiet.mjs";

const hosts = ["www.still-lake.test"];

export default control({
  ...HAPROXY_FILES,
  id: "control-haproxy-quiet",
  title: "HAProxy: nothing happens: a few stray errors only",
  subnet: 170,
  template: "httplog",
  zone: "Europe/Rome",
  begin: "2026-02-05T15:00:00Z",
  calibration: true,
  hosts,
  setup: (context) => haproxySite(context, { backends: { be_app: context.upstreams } }),
  inject: allBehave({ fault: "close", share: 0.0012 }),
});
