import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["feeds.white-owl.test"];

export default {
  id: "invalid-header",
  title: "a release writes a control character into a response header",
  subnet: 51,
  template: "short",
  zone: "Europe/Lisbon",
  begin: "2026-09-22T08:00:00Z",
  errorLog: true,
  config: false,
  calibration: false,
  hosts,
  upstreams: (context) => pool(context, 2),
  http: (context) => `${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://app" })}`,
  inject: ({ upstreams }) => {
    for (const upstream of upstreams)
      upstream.behave({ fault: "badHeader", only: "^/(blog|category|product)", share: 1, afterMs: 20 });
  },
  remove: ({ upstreams }) => {
    for (const upstream of upstreams) upstream.behave({ fault: "none" });
  },
  incident: ({ context }) => ({
    category: "upstream",
    cause: "invalid-response",
    upstreams: context.upstreams.map(addressOf),
    statuses: [502],
  }),
};
