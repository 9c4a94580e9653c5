import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["www.twin-peaks.test", "media.twin-peaks.test"];

export default {
  id: "two-at-once",
  title: "one pool's server is down while another pool's header grows too big",
  subnet: 70,
  template: "keyValue",
  zone: "Europe/Budapest",
  begin: "2026-07-08T13:30:00Z",
  errorLog: true,
  config: false,
  calibration: true,
  hosts,
  perSecond: 36,
  upstreams: (context) => [...pool(context, 2), ...pool(context, 2, {}, 21)],
  http: (context) => {
    const [a, b, c, d] = context.upstreams.map(addressOf);
    return `${upstreamBlock("web", [a, b])}
${upstreamBlock("media", [c, d])}
${site(context, { hosts: [hosts[0]], target: "http://web" })}
server {
    listen 127.0.0.1:${context.port};
    server_name ${hosts[1]};
    location / { proxy_pass http://media; }
}`;
  },
  inject: async (context) => {
    await context.upstreams[1].stop();
    context.second = setTimeout(() => {
      context.secondMs = Date.now();
      for (const upstream of context.upstreams.slice(2))
        upstream.behave({ fault: "bigHeader", share: 0.6, afterMs: 20 });
    }, 7000);
  },
  remove: async ({ upstreams }) => {
    await upstreams[1].start();
    for (const upstream of upstreams.slice(2)) upstream.behave({ fault: "none" });
  },
  cleanUp: ({ second }) => clearTimeout(second),
  incidents: ({ context }) => {
    const [, down, ...media] = context.upstreams.map(addressOf);
    return [
      {
        category: "upstream",
        cause: "upstream-down",
        hosts: [hosts[0]],
        upstreams: [down],
        statuses: [502],
        shows: (line) => line.upstream === down,
      },
      {
        category: "config",
        cause: "header-too-big",
        hosts: [hosts[1]],
        upstreams: media,
        statuses: [502],
        injectMs: context.secondMs,
        shows: (line) => media.includes(line.upstream),
      },
    ];
  },
};
