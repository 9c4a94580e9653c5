import { allBehave, allHeal } from "../behaviours.mjs";
import { pool } from "../fault.mjs";
import { squidPeers } from "../squid-site.mjs";

const hosts = ["www.rope-ladder.test"];

export default {
  id: "squid-closes-access-only",
  title: "Squid: the application closes the connection on two routes; the native access log alone",
  product: "squid",
  subnet: 156,
  template: "native",
  zone: "UTC",
  begin: "2026-10-14T17:00:00Z",
  files: { access: "access.log" },
  calibration: false,
  hosts,
  upstreams: (context) => pool(context, 1),
  setup: ({ upstreams }) => squidPeers(upstreams),
  inject: allBehave({ fault: "close", only: "^/(search|category|api)", share: 1, afterMs: 60 }),
  remove: allHeal,
  incident: ({ context }) => ({
    category: "upstream",
    cause: "premature-close",
    exactCauses: ["premature-close", "upstream-crash", "undetermined"],
    acceptableCauses: ["premature-close", "upstream-crash", "undetermined", "invalid-response", "upstream-down"],
    // Squid names the server by its address alone.
    upstreams: context.upstreams.map(({ address }) => address),
    paths: ["/search", "/category", "/api"],
    statuses: [502, 503, 504],
  }),
};
