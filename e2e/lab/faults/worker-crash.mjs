import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["www.paper-crane.test"];

export default {
  id: "worker-crash",
  title: "the application dies over some requests and is started again by its supervisor",
  subnet: 35,
  template: "short",
  zone: "Europe/Paris",
  begin: "2026-05-06T07:40:00Z",
  errorLog: true,
  config: true,
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 2, { restart: true }),
  http: (context) => `${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://app" })}`,
  inject: ({ upstreams }) => {
    for (const upstream of upstreams)
      upstream.behave({
        fault: "exit",
        only: "^/(product|search|category)",
        share: 0.05,
        afterMs: 180,
        latencyMs: 180,
      });
  },
  remove: ({ upstreams }) => {
    for (const upstream of upstreams) upstream.behave({ fault: "none", latencyMs: 20 });
  },
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-crash",
    acceptableCauses: ["upstream-crash", "premature-close"],
    upstreams: context.upstreams.map(addressOf),
    statuses: [502],
  }),
};
