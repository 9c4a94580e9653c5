import { addressOf, pool } from "../fault.mjs";
import { HAPROXY_FILES, haproxySite } from "../haproxy-site.mjs";

const hosts = ["search.lime-harbour.test", "www.lime-harbour.test"];

export default {
  ...HAPROXY_FILES,
  id: "haproxy-backend-down",
  title: "HAProxy: both servers of one backend stop and are taken out; the other backend is fine",
  subnet: 111,
  template: "httplog",
  zone: "Europe/Amsterdam",
  begin: "2026-03-17T13:00:00Z",
  files: { access: "haproxy.log", config: "haproxy.cfg" },
  calibration: true,
  hosts,
  upstreams: (context) => [...pool(context, 2), ...pool(context, 2, {}, 21)],
  setup: (context) =>
    haproxySite(context, {
      backends: { be_web: context.upstreams.slice(2), be_search: context.upstreams.slice(0, 2) },
      use: ["use_backend be_search if { hdr(host) -i search.lime-harbour.test }"],
      parameters: " check inter 1s fall 3 rise 2",
      defaults: "retries 1",
      backendMore: "option httpchk GET /healthz",
    }),
  inject: ({ upstreams }) => Promise.all(upstreams.slice(0, 2).map((upstream) => upstream.stop())),
  remove: ({ upstreams }) => Promise.all(upstreams.slice(0, 2).map((upstream) => upstream.start())),
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-down",
    exactCauses: ["upstream-down", "no-live-upstreams"],
    acceptableCauses: ["upstream-down", "no-live-upstreams"],
    hosts: ["search.lime-harbour.test"],
    upstreams: context.upstreams.slice(0, 2).map(addressOf),
    statuses: [503],
  }),
};
