import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["www.plain-spoken.test"];

export default {
  id: "combined-only-pool-partly-down",
  title: "one of four app servers stops; nothing but a combined access log",
  subnet: 67,
  template: "combined",
  zone: "UTC",
  begin: "2026-01-28T08:30:00Z",
  errorLog: false,
  config: false,
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 4),
  http: (context) => `${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://app" })}`,
  inject: ({ upstreams }) => upstreams[3].stop(),
  remove: ({ upstreams }) => upstreams[3].start(),
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-down",
    acceptableCauses: [
      "upstream-down",
      "upstream-crash",
      "premature-close",
      "passed-through",
      "undetermined",
      "firewall-reject",
    ],
    acceptableCategories: ["upstream", "network"],
    upstreams: [addressOf(context.upstreams[3])],
    statuses: [502],
  }),
};
