import { DnsServer } from "../dns-server.mjs";
import { pool } from "../fault.mjs";

const hosts = ["www.pine-ridge.test"];

export default {
  id: "apache-dns-failure",
  title: "Apache: the name of the application is removed from the zone",
  product: "apache",
  subnet: 136,
  template: "combined",
  zone: "Europe/Stockholm",
  begin: "2026-02-19T13:00:00Z",
  files: { access: "access.log", error: "error.log" },
  calibration: true,
  hosts,
  options: (context) => ({ resolver: `127.0.${context.subnet}.53` }),
  prepare: async (context) => {
    const [app] = pool(context, 1);
    context.dns = new DnsServer({ address: `127.0.${context.subnet}.53`, port: 53, answer: app.address });
    await context.dns.start();
  },
  upstreams: (context) => pool(context, 1),
  setup: () => `    ServerName ${hosts[0]}
    ProxyPreserveHost On
    ProxyPass / http://app.backend.test:8080/ disablereuse=On
    ProxyPassReverse / http://app.backend.test:8080/`,
  inject: ({ dns }) => dns.behave("nxdomain"),
  remove: ({ dns }) => dns.behave("answer"),
  cleanUp: ({ dns }) => dns.stop(),
  incident: () => ({
    category: "network",
    cause: "dns-failure",
    acceptableCategories: ["network", "config"],
    upstreams: [],
    // The message gives the name that was looked up, no server.
    visible: { hosts: false, upstreams: false },
    statuses: [500, 502, 503],
  }),
};
