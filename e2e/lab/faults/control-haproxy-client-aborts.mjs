import { HAPROXY_FILES, haproxySite } from "../haproxy-site.mjs";
import { allBehave, impatientClients } from "../behaviours.mjs";
import { control } from "../quiet.mjs";

const hosts = ["www.warm-wind.test"];

export default control({
  ...HAPROXY_FILES,
  id: "control-haproxy-client-aborts",
  title: "HAProxy: the pages get slow and impatient clients hang up; no gateway failure",
  subnet: 171,
  template: "httplog",
  zone: "Europe/Paris",
  begin: "2026-02-12T15:00:00Z",
  calibration: true,
  hosts,
  setup: (context) =>
    haproxySite(context, { backends: { be_app: context.upstreams }, defaults: "option abortonclose" }),
  timezoneGiven: false,
  options: { isoHead: true },
  perSecond: 14,
  inject: (context) => {
    allBehave({ latencyMs: 700 })(context);
    context.hangUp = impatientClients(context, { perSecond: 5, path: "/search?q=slow", patienceMs: 250 });
  },
  remove: (context) => {
    allBehave({ latencyMs: 20 })(context);
    context.hangUp();
  },
  cleanUp: ({ hangUp }) => hangUp?.(),
  otherAnomalies: [{ kind: "client-aborts", statuses: [-1, 400, 499] }],
});
