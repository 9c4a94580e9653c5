import { addressOf, pool } from "../fault.mjs";
import { allBehave, allHeal } from "../behaviours.mjs";
import { HAPROXY_FILES, haproxySite } from "../haproxy-site.mjs";

const hosts = ["my.silver-fern.test"];

export default {
  ...HAPROXY_FILES,
  id: "haproxy-header-too-big",
  title: "HAProxy: cookies grow beyond the buffer on the account pages",
  subnet: 118,
  template: "httplog",
  zone: "Australia/Perth",
  begin: "2026-03-20T01:00:00Z",
  files: { access: "haproxy.log.gz", config: "haproxy.cfg" },
  calibration: true,
  hosts,
  options: { global: "    tune.bufsize 8192" },
  perSecond: 28,
  upstreams: (context) => pool(context, 2),
  setup: (context) => haproxySite(context, { backends: { be_my: context.upstreams } }),
  inject: allBehave({ fault: "bigHeader", only: "^/account", share: 0.9, afterMs: 25 }),
  remove: allHeal,
  incident: ({ context }) => ({
    category: "config",
    cause: "header-too-big",
    exactCauses: ["header-too-big", "invalid-response"],
    acceptableCauses: ["header-too-big", "invalid-response"],
    acceptableCategories: ["config", "upstream"],
    upstreams: context.upstreams.map(addressOf),
    paths: ["/account"],
    statuses: [502],
  }),
};
