import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["www.stone-lantern.test"];

export default {
  id: "slow-upstream",
  title: "one route hangs until nginx's read timeout",
  subnet: 42,
  template: "keyValue",
  zone: "Europe/Rome",
  begin: "2026-04-02T16:00:00Z",
  errorLog: true,
  config: true,
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 2, {}),
  http: (context) => `${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://app", directives: "proxy_next_upstream off;\nproxy_read_timeout 2s;" }).replace("proxy_read_timeout 5s;\n", "")}`,
  inject: ({ upstreams }) => {
    for (const upstream of upstreams)
      upstream.behave({ fault: "never", only: "^/api/recommend|^/api/items", share: 0.8, workers: 1000 });
  },
  remove: ({ upstreams }) => {
    for (const upstream of upstreams) upstream.behave({ fault: "none" });
  },
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-timeout",
    acceptableCategories: ["upstream", "overload"],
    acceptableCauses: ["upstream-timeout", "upstream-overload"],
    upstreams: context.upstreams.map(addressOf),
    paths: ["/api/recommend", "/api/items"],
    statuses: [504],
  }),
};
