import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["www.two-rivers.test", "pay.two-rivers.test"];

export default {
  id: "one-after-another",
  title: "one shop server is down for some minutes; later the payment service hangs",
  subnet: 92,
  template: "short",
  zone: "Europe/Istanbul",
  begin: "2026-09-17T06:00:00Z",
  errorLog: true,
  config: false,
  calibration: true,
  perSecond: 32,
  hosts,
  upstreams: (context) => [...pool(context, 2), ...pool(context, 1, {}, 21)],
  http: (context) => {
    const [a, b, pay] = context.upstreams.map(addressOf);
    return `${upstreamBlock("shop", [a, b])}
${upstreamBlock("payment", [pay])}
${site(context, { hosts: [hosts[0]], target: "http://shop", directives: "proxy_next_upstream off;\nproxy_read_timeout 2s;" }).replace("proxy_read_timeout 5s;\n", "")}
server {
    listen 127.0.0.1:${context.port};
    server_name ${hosts[1]};
    location / { proxy_pass http://payment; }
}`;
  },
  inject: async (context) => {
    const [, down, pay] = context.upstreams;
    await down.stop();
    context.later = [
      setTimeout(() => {
        context.mendedMs = Date.now();
        void down.start();
      }, 6000),
      setTimeout(() => {
        context.secondMs = Date.now();
        pay.behave({ fault: "never", share: 0.7, workers: 1000 });
      }, 13_000),
    ];
  },
  remove: ({ upstreams }) => upstreams[2].behave({ fault: "none" }),
  cleanUp: ({ later }) => later?.forEach(clearTimeout),
  incidents: ({ context }) => {
    const [, down, pay] = context.upstreams.map(addressOf);
    return [
      {
        category: "upstream",
        cause: "upstream-down",
        hosts: [hosts[0]],
        upstreams: [down],
        statuses: [502],
        removeMs: context.mendedMs,
        shows: (line) => line.upstream === down,
      },
      {
        category: "upstream",
        cause: "upstream-timeout",
        acceptableCauses: ["upstream-timeout", "upstream-overload"],
        acceptableCategories: ["upstream", "overload"],
        hosts: [hosts[1]],
        upstreams: [pay],
        statuses: [504],
        injectMs: context.secondMs,
        shows: (line) => line.upstream === pay,
      },
    ];
  },
};
