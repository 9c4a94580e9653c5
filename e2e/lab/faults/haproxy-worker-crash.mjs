import { addressOf, pool } from "../fault.mjs";
import { allHeal } from "../behaviours.mjs";
import { HAPROXY_FILES, haproxySite } from "../haproxy-site.mjs";

const hosts = ["app.dry-reed.test"];

export default {
  ...HAPROXY_FILES,
  id: "haproxy-worker-crash",
  title: "HAProxy: an application dies over some requests and is started again by its supervisor",
  subnet: 123,
  template: "httplog",
  zone: "Europe/Vienna",
  begin: "2026-02-17T18:00:00Z",
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 2, { restart: true }),
  setup: (context) =>
    haproxySite(context, {
      backends: { be_app: context.upstreams },
      defaults: "retries 0",
      parameters: " check inter 2s fall 3",
    }),
  inject: ({ upstreams }) =>
    upstreams[0].behave({ fault: "exit", only: "^/(category|product|cart)", share: 0.25, afterMs: 150 }),
  remove: allHeal,
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-crash",
    exactCauses: ["upstream-crash"],
    acceptableCauses: ["upstream-crash", "premature-close", "upstream-down"],
    upstreams: [addressOf(context.upstreams[0])],
    statuses: [502, 503],
  }),
};
