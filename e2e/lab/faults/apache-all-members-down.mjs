import { addressOf, pool } from "../fault.mjs";

const hosts = ["search.new-atlas.test", "www.new-atlas.test"];

export default {
  id: "apache-all-members-down",
  title: "Apache: all members of one balancer stop; the other routes are fine",
  product: "apache",
  subnet: 138,
  template: "vhostCombined",
  zone: "Europe/Brussels",
  begin: "2026-01-15T02:00:00Z",
  files: { access: "access.log", error: "error.log", config: "site.conf" },
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 3),
  setup: ({ upstreams }) => `    ServerName ${hosts[1]}
    ServerAlias ${hosts[0]}
    ProxyPreserveHost On
    <Proxy balancer://search>
        BalancerMember http://${addressOf(upstreams[0])} retry=4
        BalancerMember http://${addressOf(upstreams[1])} retry=4
        ProxySet forcerecovery=Off
    </Proxy>
    ProxyPass /search balancer://search/search
    ProxyPass /api balancer://search/api
    ProxyPass / http://${addressOf(upstreams[2])}/ retry=0`,
  inject: ({ upstreams }) => Promise.all(upstreams.slice(0, 2).map((upstream) => upstream.stop())),
  remove: ({ upstreams }) => Promise.all(upstreams.slice(0, 2).map((upstream) => upstream.start())),
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-down",
    exactCauses: ["upstream-down", "no-live-upstreams"],
    acceptableCauses: ["upstream-down", "no-live-upstreams"],
    upstreams: context.upstreams.slice(0, 2).map(addressOf),
    paths: ["/search", "/api"],
    statuses: [503],
  }),
};
