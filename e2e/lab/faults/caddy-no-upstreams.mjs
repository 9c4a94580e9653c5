import { allStart, allStop } from "../behaviours.mjs";
import { caddySite } from "../caddy-site.mjs";
import { addressOf, pool } from "../fault.mjs";

const hosts = ["www.oat-field.test"];

export default {
  id: "caddy-no-upstreams",
  title: "Caddy: both servers stop and fail their health checks: no upstreams available",
  product: "caddy",
  subnet: 145,
  template: "json",
  zone: "UTC",
  begin: "2026-12-01T10:00:00Z",
  files: { access: "access.log.gz", error: "caddy.log", config: "Caddyfile" },
  calibration: true,
  hosts,
  perSecond: 14,
  upstreams: (context) => pool(context, 2),
  setup: ({ upstreams }) =>
    caddySite(
      hosts,
      upstreams.map(addressOf),
      `health_uri /healthz
            health_interval 1s
            health_timeout 500ms`,
    ),
  inject: allStop,
  remove: allStart,
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-down",
    exactCauses: ["upstream-down", "no-live-upstreams"],
    acceptableCauses: ["upstream-down", "no-live-upstreams"],
    upstreams: context.upstreams.map(addressOf),
    statuses: [502, 503],
  }),
};
