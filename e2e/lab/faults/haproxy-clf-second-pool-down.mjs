import { addressOf, pool } from "../fault.mjs";
import { HAPROXY_FILES, haproxySite } from "../haproxy-site.mjs";

const hosts = ["www.quiet-mill.test"];

export default {
  ...HAPROXY_FILES,
  id: "haproxy-clf-second-pool-down",
  title: "HAProxy: the API's servers stop on a site with five requests a minute; both pools have an app01",
  subnet: 224,
  template: "clf",
  zone: "Europe/Helsinki",
  begin: "2026-04-14T05:00:00Z",
  oneFile: false,
  timezoneGiven: false,
  calibration: true,
  hosts,
  perSecond: 4,
  upstreams: (context) => [...pool(context, 2), ...pool(context, 2, {}, 31)],
  setup: (context) =>
    haproxySite(context, {
      backends: { be_web: context.upstreams.slice(0, 2), be_api: context.upstreams.slice(2) },
      use: ["use_backend be_api if { path_beg /api }"],
      defaults: "retries 1",
      parameters: " check inter 2s fall 3",
    }),
  inject: ({ upstreams }) => Promise.all(upstreams.slice(2).map((upstream) => upstream.stop())),
  remove: ({ upstreams }) => Promise.all(upstreams.slice(2).map((upstream) => upstream.start())),
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-down",
    exactCauses: ["upstream-down", "no-live-upstreams"],
    acceptableCauses: ["upstream-down", "no-live-upstreams"],
    upstreams: context.upstreams.slice(2).map(addressOf),
    paths: ["/api"],
    statuses: [503],
  }),
};
