import { allBehave } from "../behaviours.mjs";
import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["www.copper-kettle.test"];

export default {
  id: "connection-limit-access-only",
  title: "answers get slower, and limit_conn turns requests away: 503; the access log alone",
  subnet: 204,
  template: "upstreamFirst",
  zone: "Europe/Sofia",
  begin: "2026-06-16T18:00:00Z",
  errorLog: false,
  config: false,
  calibration: false,
  perSecond: 18,
  hosts,
  upstreams: (context) => pool(context, 2),
  http: (context) => `limit_conn_zone $server_name zone=site:1m;
${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://app", location: "limit_conn site 6;" })}`,
  inject: allBehave({ latencyMs: 500 }),
  remove: allBehave({ latencyMs: 20 }),
  incident: () => ({
    category: "security",
    cause: "rate-limited",
    acceptableCauses: ["rate-limited", "undetermined"],
    acceptableCategories: ["security", "config", "overload"],
    upstreams: [],
    statuses: [503],
  }),
};
