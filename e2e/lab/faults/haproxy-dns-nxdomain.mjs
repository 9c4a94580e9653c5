import { pool } from "../fault.mjs";
import { DnsServer } from "../dns-server.mjs";
import { HAPROXY_FILES, haproxySite } from "../haproxy-site.mjs";

const hosts = ["www.fern-hollow.test"];
const target = { address: "app.internal.test", port: 8080 };

export default {
  ...HAPROXY_FILES,
  id: "haproxy-dns-nxdomain",
  title: "HAProxy: the server's name is removed from the zone that its resolvers ask",
  subnet: 228,
  template: "httplog",
  zone: "Asia/Dubai",
  begin: "2026-05-06T09:00:00Z",
  calibration: false,
  files: { access: "haproxy.log.gz" },
  settleMs: 2500,
  hosts,
  prepare: async (context) => {
    const address = `127.0.${context.subnet}.53`;
    context.dns = new DnsServer({ address, port: 5353, answer: `127.0.${context.subnet}.11` });
    await context.dns.start();
  },
  cleanUp: ({ dns }) => dns.stop(),
  upstreams: (context) => pool(context, 1),
  setup: (context) => `${haproxySite(context, {
    backends: { be_app: [target] },
    parameters: " resolvers internal resolve-prefer ipv4 init-addr last,libc,none",
  })}

resolvers internal
    nameserver one 127.0.${context.subnet}.53:5353
    hold valid 500ms
    hold nx 500ms
    hold obsolete 500ms
    resolve_retries 2
    timeout resolve 500ms
    timeout retry 500ms`,
  inject: ({ dns }) => dns.behave("nxdomain"),
  remove: ({ dns }) => dns.behave("answer"),
  incident: () => ({
    category: "network",
    cause: "dns-failure",
    acceptableCauses: ["dns-failure", "no-live-upstreams"],
    acceptableCategories: ["network", "config", "upstream"],
    upstreams: [`${target.address}:${target.port}`],
    statuses: [503],
  }),
};
