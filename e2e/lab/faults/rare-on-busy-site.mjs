import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["www.high-plains.test", "api.high-plains.test", "img.high-plains.test"];

export default {
  id: "rare-on-busy-site",
  title: "one of six servers drops one request in eight: two in a hundred of a busy site's requests",
  subnet: 84,
  template: "isoFirst",
  zone: "UTC",
  begin: "2026-11-27T08:00:00Z",
  errorLog: true,
  config: false,
  calibration: false,
  gzip: true,
  perSecond: 62,
  hosts,
  upstreams: (context) => pool(context, 6),
  http: (context) => `${upstreamBlock("web", context.upstreams.map(addressOf), { more: "keepalive 16;" })}
${site(context, { hosts, target: "http://web" })}`,
  inject: ({ upstreams }) => upstreams[4].behave({ fault: "reset", share: 0.125, afterMs: 90 }),
  remove: ({ upstreams }) => {
    for (const upstream of upstreams) upstream.behave({ fault: "none" });
  },
  incident: ({ context }) => ({
    category: "upstream",
    cause: "premature-close",
    exactCauses: ["premature-close", "upstream-crash"],
    acceptableCauses: ["premature-close", "upstream-crash"],
    upstreams: [addressOf(context.upstreams[4])],
    statuses: [502],
    shows: (line) => line.upstream === addressOf(context.upstreams[4]),
  }),
};
