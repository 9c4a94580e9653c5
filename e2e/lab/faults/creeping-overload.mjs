import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["www.rising-tide.test"];

export default {
  id: "creeping-overload",
  title: "traffic climbs slowly until the applications' queues overflow",
  subnet: 71,
  template: "short",
  zone: "Asia/Bangkok",
  begin: "2026-12-01T05:00:00Z",
  errorLog: true,
  config: false,
  calibration: false,
  hosts,
  perSecond: 18,
  upstreams: (context) => pool(context, 2),
  http: (context) => `${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://app", directives: "proxy_next_upstream off;\nproxy_read_timeout 2s;" }).replace("proxy_read_timeout 5s;\n", "")}`,
  inject: (context) => {
    for (const upstream of context.upstreams) upstream.behave({ workers: 2, queue: 40, latencyMs: 80 });
    context.climb = setInterval(() => {
      context.traffic.perSecond = Math.min(75, context.traffic.perSecond + 4);
    }, 1000);
  },
  remove: (context) => {
    clearInterval(context.climb);
    context.traffic.perSecond = 18;
  },
  cleanUp: ({ climb }) => clearInterval(climb),
  incident: ({ context }) => ({
    category: "overload",
    cause: "upstream-overload",
    acceptableCauses: ["upstream-overload", "upstream-timeout"],
    upstreams: context.upstreams.map(addressOf),
    statuses: [502, 504],
  }),
};
