import base from "./keepalive-race.mjs";

const hosts = ["api.bright-coin.test"];

export default {
  ...base,
  id: "idle-race-access-only",
  title: "the upstream closes idle connections under the next request; a JSON access log alone",
  subnet: 98,
  template: "json",
  zone: "Europe/Amsterdam",
  begin: "2026-03-18T10:00:00Z",
  errorLog: false,
  config: false,
  calibration: true,
  perSecond: 40,
  hosts,
  http: (context) => base.http(context).replaceAll("api.copper-vale.test", hosts[0]),
  inject: ({ upstreams }) => {
    for (const upstream of upstreams) upstream.behave({ fault: "closeReused", share: 0.09, afterMs: 0 });
  },
};
