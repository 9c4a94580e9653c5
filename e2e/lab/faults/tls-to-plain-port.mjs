import { addressOf, pool, site } from "../fault.mjs";

const hosts = ["pay.amber-field.test"];

const http = (context, scheme) => site(context, { hosts, target: `${scheme}://${addressOf(context.upstreams[0])}` });

export default {
  id: "tls-to-plain-port",
  title: "a reload turns http:// into https:// toward a plain port",
  subnet: 49,
  template: "keyValue",
  zone: "America/Toronto",
  begin: "2026-07-21T14:00:00Z",
  errorLog: true,
  config: false,
  notices: true,
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 1),
  http: (context) => http(context, "http"),
  inject: (context) => context.reload(http(context, "https")),
  remove: (context) => context.reload(http(context, "http")),
  incident: ({ context }) => ({
    category: "config",
    cause: "wrong-protocol",
    acceptableCauses: ["wrong-protocol", "tls-handshake"],
    upstreams: [addressOf(context.upstreams[0])],
    statuses: [502],
  }),
};
