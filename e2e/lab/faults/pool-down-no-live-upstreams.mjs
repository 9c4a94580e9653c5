import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const searchHosts = ["search.old-atlas.test"];
const webHosts = ["www.old-atlas.test"];

export default {
  id: "pool-down-no-live-upstreams",
  title: "every server of one pool stops; the other pool is fine",
  subnet: 34,
  template: "json",
  zone: "America/New_York",
  begin: "2026-01-15T02:10:00Z",
  errorLog: true,
  config: true,
  calibration: true,
  hosts: [...searchHosts, ...webHosts],
  upstreams: (context) => [...pool(context, 2), ...pool(context, 1, {}, 21)],
  http: (context) => {
    const [a, b, web] = context.upstreams.map(addressOf);
    return `${upstreamBlock("search", [a, b], { parameters: " max_fails=1 fail_timeout=2s" })}
${upstreamBlock("web", [web])}
${site(context, { hosts: searchHosts, target: "http://search", directives: "proxy_next_upstream error timeout;" })}
server {
    listen 127.0.0.1:${context.port};
    server_name ${webHosts[0]};
    location / { proxy_pass http://web; }
}`;
  },
  inject: ({ upstreams }) => Promise.all([upstreams[0].stop(), upstreams[1].stop()]),
  remove: ({ upstreams }) => Promise.all([upstreams[0].start(), upstreams[1].start()]),
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-down",
    exactCauses: ["upstream-down", "no-live-upstreams"],
    acceptableCauses: ["upstream-down", "no-live-upstreams"],
    hosts: searchHosts,
    upstreams: context.upstreams.slice(0, 2).map(addressOf),
    statuses: [502],
  }),
};
