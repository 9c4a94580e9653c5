import { DnsServer } from "../dns-server.mjs";
import { pool, site } from "../fault.mjs";

const hosts = ["www.glass-bridge.test"];

export default {
  id: "dns-nxdomain",
  title: "the upstream's name is removed from the zone; proxy_pass resolves it at run time",
  subnet: 46,
  template: "keyValue",
  zone: "Europe/Stockholm",
  begin: "2026-02-17T12:00:00Z",
  errorLog: true,
  config: true,
  calibration: true,
  hosts,
  prepare: async (context) => {
    context.dns = new DnsServer({
      address: `127.0.${context.subnet}.53`,
      port: 5353,
      answer: `127.0.${context.subnet}.11`,
    });
    await context.dns.start();
  },
  cleanUp: ({ dns }) => dns.stop(),
  upstreams: (context) => pool(context, 1),
  http: (context) => `resolver 127.0.${context.subnet}.53:5353 valid=1s ipv6=off;
${site(context, { hosts, target: "http://$backend:8080", location: "set $backend app.internal.glass-bridge.test;" })}`,
  inject: ({ dns }) => dns.behave("nxdomain"),
  remove: ({ dns }) => dns.behave("answer"),
  incident: () => ({
    category: "network",
    cause: "dns-failure",
    acceptableCategories: ["network", "config"],
    upstreams: [],
    statuses: [502],
  }),
};
