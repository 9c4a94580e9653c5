import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["www.dry-meadow.test"];

export default {
  id: "abusive-client",
  title: "one crawler hammers an export that closes the connection",
  subnet: 56,
  template: "short",
  zone: "Europe/Prague",
  begin: "2026-08-05T04:00:00Z",
  errorLog: true,
  config: false,
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 2),
  http: (context) => `${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://app" })}`,
  inject: (context) => {
    for (const upstream of context.upstreams)
      upstream.behave({ fault: "close", only: "^/export", share: 1, afterMs: 60 });
    context.crawl = setInterval(() => {
      const page = Math.floor(context.random() * 90_000);
      context.traffic.send({
        method: "GET",
        path: `/export?page=${page}`,
        client: "203.0.113.201",
        agent: "bulk-exporter/0.3",
      });
    }, 90);
  },
  remove: ({ crawl }) => clearInterval(crawl),
  cleanUp: ({ crawl }) => clearInterval(crawl),
  incident: ({ context }) => ({
    category: "client",
    cause: "abusive-client",
    acceptableCauses: ["abusive-client", "premature-close", "upstream-crash"],
    acceptableCategories: ["client", "upstream"],
    upstreams: context.upstreams.map(addressOf),
    paths: ["/export"],
    statuses: [502],
  }),
};
