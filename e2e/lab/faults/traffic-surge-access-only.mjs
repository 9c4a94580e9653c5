import base from "./traffic-surge-overload.mjs";

const hosts = ["tickets.open-stage.test"];

export default {
  ...base,
  id: "traffic-surge-access-only",
  title: "traffic quadruples; queues fill, then requests time out or are dropped; the access log alone",
  subnet: 87,
  template: "short",
  zone: "America/Sao_Paulo",
  begin: "2026-08-14T22:00:00Z",
  errorLog: false,
  config: false,
  calibration: false,
  perSecond: 16,
  hosts,
  http: (context) => base.http(context).replaceAll("www.night-market.test", hosts[0]),
  prepare: (context) => {
    context.workers = { workers: 3, queue: 40, latencyMs: 150 };
  },
  inject: (context) => {
    for (const upstream of context.upstreams) upstream.behave(context.workers);
    context.traffic.perSecond = 64;
  },
  remove: (context) => {
    context.traffic.perSecond = 16;
  },
};
