import { addressOf, pool } from "../fault.mjs";
import { allBehave } from "../behaviours.mjs";
import { HAPROXY_FILES, haproxySite } from "../haproxy-site.mjs";

const hosts = ["www.salt-marsh.test"];

export default {
  ...HAPROXY_FILES,
  id: "haproxy-checks-and-requests-slow",
  title: "HAProxy: the applications get slow, and with their pages the health checks; all servers are taken out",
  subnet: 226,
  template: "httplog",
  zone: "America/Bogota",
  begin: "2026-08-19T13:00:00Z",
  calibration: true,
  files: { access: "haproxy.log.gz" },
  hosts,
  upstreams: (context) => pool(context, 2),
  setup: (context) =>
    haproxySite(context, {
      backends: { be_shop: context.upstreams },
      parameters: " check inter 500 fall 3 rise 2",
      timeouts: { connect: "1s", server: "3s" },
      defaults: "timeout check 500\n    option httpchk GET /healthz",
    }),
  inject: allBehave({ latencyMs: 2800, workers: 1000 }),
  remove: allBehave({ latencyMs: 20 }),
  incident: ({ context }) => ({
    category: "overload",
    cause: "upstream-timeout",
    exactCauses: ["upstream-timeout", "upstream-overload"],
    acceptableCauses: ["upstream-timeout", "upstream-overload", "no-live-upstreams"],
    acceptableCategories: ["overload", "upstream"],
    upstreams: context.upstreams.map(addressOf),
    statuses: [503, 504],
  }),
};
