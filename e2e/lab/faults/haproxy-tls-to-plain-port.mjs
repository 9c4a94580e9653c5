import { addressOf, pool } from "../fault.mjs";
import { HAPROXY_FILES, haproxySite } from "../haproxy-site.mjs";

const hosts = ["pay.amber-hill.test"];

const setup = (context, parameters) =>
  haproxySite(context, { backends: { be_pay: context.upstreams }, parameters, defaults: "retries 1" });

export default {
  ...HAPROXY_FILES,
  id: "haproxy-tls-to-plain-port",
  title: "HAProxy: a reload switches TLS on toward a plain port",
  subnet: 119,
  template: "httplog",
  zone: "America/Toronto",
  begin: "2026-07-22T14:00:00Z",
  calibration: false,
  hosts,
  upstreams: (context) => pool(context, 2),
  setup: (context) => setup(context, ""),
  inject: (context) => context.reload(setup(context, " ssl verify none")),
  remove: (context) => context.reload(setup(context, "")),
  shownSetup: (context) => setup(context, ""),
  incident: ({ context }) => ({
    category: "config",
    cause: "wrong-protocol",
    exactCauses: ["wrong-protocol", "tls-handshake"],
    // The line only says that no connection came about, on all servers from one reload on.
    acceptableCauses: ["wrong-protocol", "tls-handshake", "wrong-port", "upstream-down", "undetermined"],
    acceptableCategories: ["config", "upstream"],
    upstreams: context.upstreams.map(addressOf),
    statuses: [503],
  }),
};
