import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["api.copper-vale.test"];

export default {
  id: "keepalive-race",
  title: "the upstream closes idle connections at the moment nginx reuses them",
  subnet: 38,
  template: "short",
  zone: "Europe/Madrid",
  begin: "2026-08-11T10:00:00Z",
  errorLog: true,
  config: true,
  calibration: true,
  hosts,
  perSecond: 34,
  upstreams: (context) => pool(context, 2),
  http: (
    context,
  ) => `${upstreamBlock("api", context.upstreams.map(addressOf), { parameters: " max_fails=0", more: "keepalive 16; keepalive_timeout 60s;" })}
${site(context, { hosts, target: "http://api", directives: "proxy_next_upstream error timeout;" })}`,
  // A connection that is closed when the next request is on its way meets a reset before a byte is read: the same on the wire.
  inject: ({ upstreams }) => {
    for (const upstream of upstreams) upstream.behave({ fault: "close", only: ".", share: 0.12, afterMs: 0 });
  },
  remove: ({ upstreams }) => {
    for (const upstream of upstreams) upstream.behave({ fault: "none" });
  },
  incident: ({ context }) => ({
    category: "upstream",
    cause: "keepalive-race",
    acceptableCauses: ["keepalive-race", "premature-close"],
    acceptableCategories: ["upstream", "config"],
    upstreams: context.upstreams.map(addressOf),
    statuses: [502],
  }),
};
