import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["api.fir-hollow.test"];

const http = (context, limited) => `limit_req_zone $server_name zone=all:1m rate=12r/s;
limit_req_zone $server_name zone=wide:1m rate=900r/s;
${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://app", location: `limit_req zone=${limited ? "all burst=4" : "wide burst=900"} nodelay;` })}`;

export default {
  id: "rate-limited",
  title: "a reload introduces limit_req with one key for everybody: 503",
  subnet: 54,
  template: "keyValue",
  zone: "America/Denver",
  begin: "2026-05-14T19:00:00Z",
  errorLog: true,
  config: false,
  notices: true,
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 2),
  http: (context) => http(context, false),
  inject: (context) => context.reload(http(context, true)),
  remove: (context) => context.reload(http(context, false)),
  incident: () => ({
    category: "security",
    cause: "rate-limited",
    acceptableCategories: ["security", "config"],
    upstreams: [],
    statuses: [503],
  }),
};
