import base from "./slow-upstream.mjs";

const hosts = ["api.round-tower.test"];

export default {
  ...base,
  id: "slow-upstream-access-only",
  title: "a search hangs until nginx's read timeout; a JSON access log alone",
  subnet: 89,
  template: "json",
  zone: "Pacific/Auckland",
  begin: "2026-10-08T21:00:00Z",
  errorLog: false,
  config: false,
  calibration: true,
  perSecond: 21,
  hosts,
  http: (context) => base.http(context).replaceAll("www.stone-lantern.test", hosts[0]),
  inject: ({ upstreams }) => {
    for (const upstream of upstreams) upstream.behave({ fault: "never", only: "^/search", share: 0.9, workers: 1000 });
  },
  incident: ({ context }) => ({ ...base.incident({ context }), paths: ["/search"] }),
};
