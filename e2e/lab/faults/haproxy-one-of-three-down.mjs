import { addressOf, pool } from "../fault.mjs";
import { HAPROXY_FILES, haproxySite } from "../haproxy-site.mjs";

const hosts = ["www.lime-harbour.test", "api.lime-harbour.test"];

export default {
  ...HAPROXY_FILES,
  id: "haproxy-one-of-three-down",
  title: "HAProxy: one of three app servers stops, and nothing checks its health",
  subnet: 110,
  template: "httplog",
  zone: "Europe/Berlin",
  begin: "2026-03-10T08:00:00Z",
  files: { access: "haproxy.log", config: "haproxy.cfg" },
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 3),
  setup: (context) => haproxySite(context, { backends: { be_shop: context.upstreams }, defaults: "retries 1" }),
  inject: ({ upstreams }) => upstreams[2].stop(),
  remove: ({ upstreams }) => upstreams[2].start(),
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-down",
    upstreams: [addressOf(context.upstreams[2])],
    statuses: [503],
  }),
};
