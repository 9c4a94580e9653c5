import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["members.cold-spring.test"];

export default {
  id: "log-ends-inside",
  title: "the application closes connections on its account pages, and still does where the log ends",
  subnet: 95,
  template: "keyValue",
  zone: "Asia/Manila",
  begin: "2026-07-16T10:00:00Z",
  errorLog: true,
  config: false,
  calibration: false,
  span: "untilRemoved",
  hosts,
  upstreams: (context) => pool(context, 2),
  http: (context) => `${upstreamBlock("members", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://members" })}`,
  inject: ({ upstreams }) => {
    for (const upstream of upstreams) upstream.behave({ fault: "close", only: "^/account", share: 0.8, afterMs: 35 });
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
    paths: ["/account"],
    statuses: [502],
  }),
};
