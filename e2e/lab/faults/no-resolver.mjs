import { addressOf, pool, site } from "../fault.mjs";

const hosts = ["www.cloud-ferry.test"];

const http = (context, target, location) => site(context, { hosts, target, location });

export default {
  id: "no-resolver",
  title: "a reload puts a variable into proxy_pass without a resolver",
  subnet: 48,
  template: "keyValue",
  zone: "Europe/Vienna",
  begin: "2026-06-30T06:00:00Z",
  errorLog: true,
  config: false,
  notices: true,
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 1),
  http: (context) => http(context, `http://${addressOf(context.upstreams[0])}`),
  inject: (context) =>
    context.reload(http(context, "http://$backend:8080", "set $backend app.internal.cloud-ferry.test;")),
  remove: (context) => context.reload(http(context, `http://${addressOf(context.upstreams[0])}`)),
  incident: () => ({
    category: "config",
    cause: "proxy-config-error",
    acceptableCauses: ["proxy-config-error", "dns-failure"],
    acceptableCategories: ["config", "network"],
    upstreams: [],
    statuses: [502],
  }),
};
