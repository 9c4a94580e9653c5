import { pool } from "../fault.mjs";
import { HAPROXY_FILES, haproxySite } from "../haproxy-site.mjs";

const hosts = ["members.red-lantern.test", "www.red-lantern.test"];

/** Both backends, the members' servers on `port`. */
function setup(context, port) {
  const members = context.upstreams.slice(0, 2);
  return haproxySite(context, {
    backends: { be_web: context.upstreams.slice(2), be_members: members },
    use: [`use_backend be_members if { hdr(host) -i ${hosts[0]} }`],
    defaults: "retries 1",
    portOf: (upstream) => (members.includes(upstream) ? port : upstream.port),
  });
}

export default {
  ...HAPROXY_FILES,
  id: "haproxy-wrong-port-after-reload",
  title: "HAProxy: a reload brings a wrong port into one backend",
  subnet: 116,
  template: "httplogServer",
  zone: "Europe/Warsaw",
  begin: "2026-09-09T10:00:00Z",
  files: { access: "haproxy.log", config: "haproxy.cfg" },
  calibration: true,
  hosts,
  upstreams: (context) => [...pool(context, 2), ...pool(context, 1, {}, 21)],
  setup: (context) => setup(context, 8080),
  inject: (context) => context.reload(setup(context, 8088)),
  remove: (context) => context.reload(setup(context, 8080)),
  events: ({ startMs, injectMs, removeMs }) => [
    { atMs: startMs + 5000, type: "deploy", target: "www", summary: "www 3.14.2" },
    { atMs: injectMs, type: "config-reload", target: "lb-1", summary: "haproxy reload: members backend moved" },
    { atMs: removeMs, type: "config-reload", target: "lb-1", summary: "haproxy reload: change reverted" },
  ],
  incident: ({ context }) => ({
    category: "config",
    cause: "wrong-port",
    acceptableCauses: ["wrong-port", "upstream-down"],
    acceptableCategories: ["config", "upstream"],
    hosts: [hosts[0]],
    upstreams: context.upstreams.slice(0, 2).map((upstream) => `${upstream.address}:8088`),
    statuses: [503],
  }),
};
