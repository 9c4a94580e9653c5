import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["shop.cluster.test"];

export default {
  id: "ingress-pod-down",
  title: "one pod of three refuses connections; ingress-nginx's default format alone",
  subnet: 68,
  template: "ingress",
  zone: "UTC",
  begin: "2026-11-11T11:00:00Z",
  errorLog: false,
  config: false,
  calibration: false,
  hosts,
  upstreams: (context) => pool(context, 3),
  http: (context) => `${upstreamBlock("web", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://web" })}`,
  inject: ({ upstreams }) => upstreams[0].stop(),
  remove: ({ upstreams }) => upstreams[0].start(),
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-down",
    acceptableCauses: ["upstream-down", "wrong-port", "premature-close", "firewall-reject", "undetermined"],
    acceptableCategories: ["upstream", "config", "network"],
    upstreams: [addressOf(context.upstreams[0])],
    statuses: [502],
  }),
};
