import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["members.red-maple.test"];

function http(context, port) {
  const members = context.upstreams.slice(0, 2).map((upstream) => `${upstream.address}:${port}`);
  return `${upstreamBlock("members", members)}
${upstreamBlock("web", [addressOf(context.upstreams[2])])}
${site(context, { hosts, target: "http://members", directives: "proxy_next_upstream error timeout;" })}
server {
    listen 127.0.0.1:${context.port};
    server_name www.red-maple.test;
    location / { proxy_pass http://web; }
}`;
}

export default {
  id: "wrong-port-after-reload",
  title: "a reload puts a wrong port into the upstream list",
  subnet: 39,
  template: "positional",
  zone: "Asia/Tokyo",
  begin: "2026-09-08T23:30:00Z",
  errorLog: true,
  config: true,
  notices: true,
  calibration: true,
  hosts: [...hosts, "www.red-maple.test"],
  upstreams: (context) => [...pool(context, 2), ...pool(context, 1, {}, 21)],
  http: (context) => http(context, 8080),
  inject: (context) => context.reload(http(context, 8088)),
  remove: (context) => context.reload(http(context, 8080)),
  events: ({ injectMs, removeMs }) => [
    { atMs: injectMs, type: "config-reload", target: "gw-1", summary: "nginx reload: upstream list updated" },
    { atMs: removeMs, type: "config-reload", target: "gw-1", summary: "nginx reload: upstream list updated" },
  ],
  incident: ({ context }) => ({
    category: "config",
    cause: "wrong-port",
    acceptableCauses: ["wrong-port", "upstream-down"],
    acceptableCategories: ["config", "upstream"],
    hosts,
    upstreams: context.upstreams.slice(0, 2).map((upstream) => `${upstream.address}:8088`),
    statuses: [502],
  }),
};
