import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["www.night-market.test"];

export default {
  id: "traffic-surge-overload",
  title: "traffic triples; the applications' queues fill, then requests time out or are dropped",
  subnet: 43,
  template: "keyValue",
  zone: "America/Los_Angeles",
  begin: "2026-05-27T17:00:00Z",
  errorLog: true,
  config: false,
  calibration: true,
  hosts,
  perSecond: 22,
  upstreams: (context) => pool(context, 2),
  http: (context) => `${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://app", directives: "proxy_next_upstream off;\nproxy_read_timeout 2s;" }).replace("proxy_read_timeout 5s;\n", "")}`,
  prepare: (context) => {
    context.workers = { workers: 2, queue: 45, latencyMs: 80 };
  },
  inject: (context) => {
    for (const upstream of context.upstreams) upstream.behave(context.workers);
    context.traffic.perSecond = 70;
  },
  remove: (context) => {
    context.traffic.perSecond = 22;
  },
  incident: ({ context }) => ({
    category: "overload",
    cause: "upstream-overload",
    acceptableCauses: ["upstream-overload", "upstream-timeout"],
    upstreams: context.upstreams.map(addressOf),
    statuses: [502, 504],
  }),
};
