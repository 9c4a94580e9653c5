import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["shop.grey-heron.test"];

export default {
  id: "one-of-three-down-access-only",
  title: "one of three app servers stops; access log with upstream fields alone",
  subnet: 33,
  template: "short",
  zone: "America/Chicago",
  begin: "2026-04-21T13:00:00Z",
  errorLog: false,
  config: false,
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 3),
  http: (context) => `${upstreamBlock("shop", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://shop" })}`,
  inject: ({ upstreams }) => upstreams[1].stop(),
  remove: ({ upstreams }) => upstreams[1].start(),
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-down",
    acceptableCauses: ["upstream-down", "wrong-port", "firewall-reject"],
    acceptableCategories: ["upstream", "config", "network"],
    upstreams: [addressOf(context.upstreams[1])],
    statuses: [502],
  }),
};
