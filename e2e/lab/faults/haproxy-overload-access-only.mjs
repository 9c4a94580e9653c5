import { addressOf, pool } from "../fault.mjs";
import { allBehave } from "../behaviours.mjs";
import { HAPROXY_FILES, haproxySite } from "../haproxy-site.mjs";

const hosts = ["www.night-bazaar.test"];

export default {
  ...HAPROXY_FILES,
  id: "haproxy-overload-access-only",
  title: "HAProxy: traffic triples; the applications queue, then time out and drop connections",
  subnet: 122,
  template: "httplog",
  zone: "America/Los_Angeles",
  begin: "2026-05-28T17:00:00Z",
  oneFile: false,
  files: { access: "haproxy.log.gz" },
  calibration: false,
  hosts,
  perSecond: 18,
  upstreams: (context) => pool(context, 2),
  setup: (context) =>
    haproxySite(context, { backends: { be_shop: context.upstreams }, timeouts: { connect: "2s", server: "2s" } }),
  inject: (context) => {
    allBehave({ workers: 2, queue: 45, latencyMs: 80 })(context);
    context.traffic.perSecond = 62;
  },
  remove: (context) => {
    context.traffic.perSecond = 18;
  },
  incident: ({ context }) => ({
    category: "overload",
    cause: "upstream-overload",
    acceptableCauses: ["upstream-overload", "upstream-timeout"],
    acceptableCategories: ["overload", "upstream"],
    upstreams: context.upstreams.map(addressOf),
    statuses: [502, 504],
  }),
};
