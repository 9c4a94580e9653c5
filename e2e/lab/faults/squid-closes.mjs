import { allBehave, allHeal } from "../behaviours.mjs";
import { pool } from "../fault.mjs";
import { squidPeers } from "../squid-site.mjs";

const hosts = ["www.hemp-rope.test"];

export default {
  id: "squid-closes",
  title: "Squid: the application closes the connection before its header on three routes",
  product: "squid",
  timezoneGiven: true,
  subnet: 185,
  template: "diag",
  zone: "Europe/Riga",
  begin: "2026-11-10T14:00:00Z",
  files: { access: "access.log", error: "cache.log", config: "squid.conf" },
  calibration: false,
  hosts,
  upstreams: (context) => pool(context, 1),
  setup: ({ upstreams }) => squidPeers(upstreams),
  inject: allBehave({ fault: "close", only: "^/(search|account|api/items)", share: 1, afterMs: 60 }),
  remove: allHeal,
  incident: ({ context }) => ({
    category: "upstream",
    cause: "premature-close",
    exactCauses: ["premature-close", "upstream-crash"],
    acceptableCauses: ["premature-close", "upstream-crash"],
    // Squid names the server by its address alone.
    upstreams: context.upstreams.map(({ address }) => address),
    paths: ["/search", "/account", "/api/items"],
    statuses: [502],
  }),
};
