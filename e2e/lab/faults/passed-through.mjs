import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["www.pearl-coast.test"];

export default {
  id: "passed-through",
  title: "the application itself answers 502, because a service behind it fails",
  subnet: 55,
  template: "short",
  zone: "UTC",
  begin: "2026-04-09T10:00:00Z",
  errorLog: true,
  config: false,
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 2),
  http: (context) => `${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://app" })}`,
  inject: ({ upstreams }) => {
    for (const upstream of upstreams)
      upstream.behave({ fault: "status502", only: "^/(checkout|cart|api/login)", share: 0.9, afterMs: 120 });
  },
  remove: ({ upstreams }) => {
    for (const upstream of upstreams) upstream.behave({ fault: "none" });
  },
  incident: ({ context }) => ({
    category: "upstream",
    cause: "passed-through",
    upstreams: context.upstreams.map(addressOf),
    paths: ["/checkout", "/cart", "/api/login"],
    statuses: [502],
  }),
};
