import { pool } from "../fault.mjs";
import { squidPeers } from "../squid-site.mjs";

const hosts = ["www.rope-bridge.test"];

export default {
  id: "squid-refused",
  title: "Squid: the app server behind it stops; connections are refused",
  product: "squid",
  timezoneGiven: true,
  subnet: 155,
  template: "diag",
  zone: "Europe/Vilnius",
  begin: "2026-10-13T08:00:00Z",
  files: { access: "access.log", error: "cache.log" },
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 1),
  setup: ({ upstreams }) => squidPeers(upstreams),
  inject: ({ upstreams }) => upstreams[0].stop(),
  remove: ({ upstreams }) => upstreams[0].start(),
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-down",
    // Squid names the server by its address alone.
    upstreams: context.upstreams.map(({ address }) => address),
    statuses: [502, 503],
  }),
};
