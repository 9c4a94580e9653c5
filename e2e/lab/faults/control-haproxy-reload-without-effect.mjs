import { HAPROXY_FILES, haproxySite } from "../haproxy-site.mjs";
import { control } from "../quiet.mjs";

const hosts = ["www.calm-bay.test"];

const setup = (context, server) =>
  haproxySite(context, {
    backends: { be_app: context.upstreams },
    parameters: " check inter 2s",
    timeouts: { connect: "2s", server },
  });

export default control({
  ...HAPROXY_FILES,
  id: "control-haproxy-reload-without-effect",
  title: "HAProxy: a reload that changes nothing that fails",
  subnet: 173,
  template: "httplog",
  zone: "Europe/Sofia",
  begin: "2026-04-28T06:00:00Z",
  calibration: true,
  hosts,
  setup: (context) => setup(context, "8s"),
  inject: (context) => context.reload(setup(context, "9s")),
  remove: (context) => context.reload(setup(context, "8s")),
  events: ({ injectMs, removeMs }) => [
    { atMs: injectMs, type: "config-reload", target: "lb-1", summary: "haproxy reload: server timeout 9s" },
    { atMs: removeMs, type: "config-reload", target: "lb-1", summary: "haproxy reload: server timeout 8s" },
  ],
});
