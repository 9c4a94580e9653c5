import { caddySite } from "../caddy-site.mjs";
import { addressOf, pool } from "../fault.mjs";

const hosts = ["www.mint-garden.test"];

export default {
  id: "caddy-refused",
  title: "Caddy: the only app server stops; connections are refused",
  product: "caddy",
  subnet: 140,
  template: "json",
  zone: "UTC",
  begin: "2026-04-08T15:00:00Z",
  files: { access: "access.log.gz", error: "caddy.log", config: "Caddyfile" },
  calibration: true,
  hosts,
  perSecond: 14,
  upstreams: (context) => pool(context, 1),
  setup: ({ upstreams }) => caddySite(hosts, upstreams.map(addressOf)),
  inject: ({ upstreams }) => upstreams[0].stop(),
  remove: ({ upstreams }) => upstreams[0].start(),
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-down",
    upstreams: context.upstreams.map(addressOf),
    statuses: [502],
  }),
};
