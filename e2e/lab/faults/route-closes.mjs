import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["app.tin-whistle.test"];

export default {
  id: "route-closes",
  title: "the application closes the connection on one route",
  subnet: 36,
  template: "diag",
  zone: "UTC",
  begin: "2026-06-18T15:00:00Z",
  errorLog: true,
  config: false,
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 2),
  http: (context) => `${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://app" })}`,
  inject: ({ upstreams }) => {
    for (const upstream of upstreams) upstream.behave({ fault: "close", only: "^/search", share: 1, afterMs: 45 });
  },
  remove: ({ upstreams }) => {
    for (const upstream of upstreams) upstream.behave({ fault: "none" });
  },
  incident: ({ context }) => ({
    category: "upstream",
    cause: "premature-close",
    exactCauses: ["premature-close", "upstream-crash"],
    acceptableCauses: ["premature-close", "upstream-crash"],
    upstreams: context.upstreams.map(addressOf),
    paths: ["/search"],
    statuses: [502],
  }),
};
