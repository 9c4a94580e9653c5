import { addressOf, pool } from "../fault.mjs";
import { allBehave, allHeal } from "../behaviours.mjs";
import { HAPROXY_FILES, haproxySite } from "../haproxy-site.mjs";

const hosts = ["www.barley-field.test"];

export default {
  ...HAPROXY_FILES,
  id: "haproxy-check-answers-503",
  title: "HAProxy: the health check's page answers 503 while the others work, and all servers are taken out",
  subnet: 225,
  template: "httplog",
  zone: "Europe/Athens",
  begin: "2026-06-03T07:00:00Z",
  calibration: false,
  files: { access: "haproxy.log.gz" },
  hosts,
  upstreams: (context) => pool(context, 3),
  setup: (context) =>
    haproxySite(context, {
      backends: { be_shop: context.upstreams },
      parameters: " check inter 500 fall 3 rise 2",
      defaults: "option httpchk GET /healthz",
    }),
  inject: allBehave({ fault: "status503", only: "^/healthz", afterMs: 5 }),
  remove: allHeal,
  incident: ({ context }) => ({
    category: "config",
    cause: "health-check-failing",
    acceptableCauses: ["health-check-failing", "no-live-upstreams"],
    acceptableCategories: ["config", "upstream"],
    upstreams: context.upstreams.map(addressOf),
    // Before the servers are out, the monitor that asks for /healthz through HAProxy gets the application's own 503.
    shows: ({ upstream }) => upstream === "",
    statuses: [503],
  }),
};
