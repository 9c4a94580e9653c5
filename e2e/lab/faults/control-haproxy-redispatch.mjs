import { pool } from "../fault.mjs";
import { HAPROXY_FILES, haproxySite } from "../haproxy-site.mjs";

const hosts = ["www.oat-barn.test"];

export default {
  ...HAPROXY_FILES,
  id: "control-haproxy-redispatch",
  title: "HAProxy: one of three servers stops and is taken out; redispatch hides it from every client",
  subnet: 234,
  template: "httplog",
  zone: "Europe/Sofia",
  begin: "2026-01-27T11:00:00Z",
  calibration: false,
  control: true,
  files: { access: "haproxy.log.gz" },
  hosts,
  upstreams: (context) => pool(context, 3),
  setup: (context) =>
    haproxySite(context, {
      backends: { be_shop: context.upstreams },
      parameters: " check inter 1s fall 3 rise 2",
      defaults: "retries 3\n    option redispatch 1",
    }),
  inject: ({ upstreams }) => upstreams[1].stop(),
  remove: ({ upstreams }) => upstreams[1].start(),
};
