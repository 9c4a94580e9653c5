import base from "./pool-down-no-live-upstreams.mjs";

const searchHosts = ["search.grain-store.test"];
const hosts = [...searchHosts, "www.grain-store.test"];

export default {
  ...base,
  id: "group-down-access-only",
  title: "every server of one pool stops; a JSON access log alone",
  subnet: 88,
  template: "json",
  zone: "Europe/Vilnius",
  begin: "2026-01-28T09:00:00Z",
  errorLog: false,
  config: false,
  calibration: false,
  perSecond: 20,
  hosts,
  http: (context) => base.http(context).replaceAll("old-atlas", "grain-store"),
  incident: ({ context }) => ({
    ...base.incident({ context }),
    acceptableCauses: ["upstream-down", "no-live-upstreams", "wrong-port", "firewall-reject"],
    acceptableCategories: ["upstream", "config", "network"],
    hosts: searchHosts,
  }),
};
