import { addressOf, pool } from "../fault.mjs";
import { allBehave } from "../behaviours.mjs";
import { HAPROXY_FILES, haproxySite } from "../haproxy-site.mjs";

const hosts = ["tickets.high-meadow.test"];

export default {
  ...HAPROXY_FILES,
  id: "haproxy-queue-full",
  title: "HAProxy: the servers get slower, their connection limit is reached and the queue times out",
  subnet: 114,
  template: "named",
  zone: "Asia/Tokyo",
  begin: "2026-08-05T00:00:00Z",
  files: { access: "haproxy.log.gz", config: "haproxy.cfg" },
  calibration: true,
  hosts,
  timezoneGiven: false,
  options: { isoHead: true, machine: "gw-a" },
  upstreams: (context) => pool(context, 2),
  setup: (context) =>
    haproxySite(context, {
      backends: { be_tickets: context.upstreams },
      defaults: "timeout queue 1s",
      parameters: " maxconn 4",
    }),
  inject: allBehave({ latencyMs: 900 }),
  remove: allBehave({ latencyMs: 20 }),
  incident: ({ context }) => ({
    category: "overload",
    cause: "upstream-overload",
    exactCauses: ["upstream-overload", "circuit-breaker"],
    acceptableCauses: ["upstream-overload", "circuit-breaker", "upstream-timeout"],
    acceptableCategories: ["overload", "upstream", "config"],
    upstreams: context.upstreams.map(addressOf),
    // Who never left the queue was given no server: the lines say be_tickets/<NOSRV>.
    visible: { hosts: true, upstreams: false },
    statuses: [503],
  }),
};
