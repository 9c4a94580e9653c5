import { pool } from "../fault.mjs";
import { HAPROXY_FILES, haproxySite } from "../haproxy-site.mjs";

const hosts = ["www.copper-beech.test"];

const LIMITER = [
  "stick-table type string len 40 size 1m expire 30s store http_req_rate(2s)",
  "http-request track-sc0 hdr(host)",
  "http-request deny deny_status 503 if { sc_http_req_rate(0) gt 30 } { rand(10) lt 7 }",
];
const setup = (use) => (context) => haproxySite(context, { backends: { be_shop: context.upstreams }, use });

export default {
  ...HAPROXY_FILES,
  id: "haproxy-limiter-503",
  title: "HAProxy: a reload introduces a limiter with one key for everybody, which answers 503",
  subnet: 230,
  template: "httplog",
  zone: "America/Sao_Paulo",
  begin: "2026-03-19T16:00:00Z",
  calibration: true,
  files: { access: "haproxy.log.gz", config: "haproxy.cfg" },
  hosts,
  upstreams: (context) => pool(context, 2),
  setup: setup([]),
  shownSetup: setup(LIMITER),
  inject: (context) => context.reload(setup(LIMITER)(context)),
  remove: (context) => context.reload(setup([])(context)),
  notes: "The configuration is that of the incident; it was taken back afterwards.",
  incident: () => ({
    category: "security",
    cause: "rate-limited",
    acceptableCauses: ["rate-limited", "waf-block"],
    acceptableCategories: ["security", "config"],
    upstreams: [],
    visible: { hosts: true, upstreams: false },
    statuses: [503],
  }),
};
