import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["my.silver-birch.test"];

export default {
  id: "header-too-big",
  title: "cookies grow beyond proxy_buffer_size on the account pages",
  subnet: 40,
  template: "diag",
  zone: "Australia/Sydney",
  begin: "2026-03-19T00:00:00Z",
  errorLog: true,
  config: true,
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 2),
  http: (context) => `${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://app" })}`,
  inject: ({ upstreams }) => {
    for (const upstream of upstreams)
      upstream.behave({ fault: "bigHeader", only: "^/account", share: 0.8, afterMs: 25 });
  },
  remove: ({ upstreams }) => {
    for (const upstream of upstreams) upstream.behave({ fault: "none" });
  },
  incident: ({ context }) => ({
    category: "config",
    cause: "header-too-big",
    acceptableCategories: ["config", "upstream"],
    upstreams: context.upstreams.map(addressOf),
    paths: ["/account"],
    statuses: [502],
  }),
};
