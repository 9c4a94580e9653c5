import { caddySite } from "../caddy-site.mjs";
import { addressOf, pool } from "../fault.mjs";

const hosts = ["www.elm-court.test"];

export default {
  id: "caddy-one-of-two-down",
  title: "Caddy: one of two app servers stops, and nothing checks its health",
  product: "caddy",
  subnet: 181,
  template: "json",
  zone: "UTC",
  begin: "2026-11-04T09:00:00Z",
  files: { access: "access.log", error: "caddy.log", config: "Caddyfile" },
  calibration: false,
  hosts,
  perSecond: 14,
  upstreams: (context) => pool(context, 2),
  setup: ({ upstreams }) => caddySite(hosts, upstreams.map(addressOf)),
  inject: ({ upstreams }) => upstreams[1].stop(),
  remove: ({ upstreams }) => upstreams[1].start(),
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-down",
    upstreams: [addressOf(context.upstreams[1])],
    statuses: [502],
  }),
};
