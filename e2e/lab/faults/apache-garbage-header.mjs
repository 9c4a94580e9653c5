import { apacheSite } from "../apache-site.mjs";
import { allBehave, allHeal } from "../behaviours.mjs";
import { addressOf, pool } from "../fault.mjs";

const hosts = ["feeds.white-wren.test"];

export default {
  id: "apache-garbage-header",
  title: "Apache: the application prints a warning among its headers on three routes",
  product: "apache",
  subnet: 135,
  template: "worker",
  zone: "America/New_York",
  begin: "2026-09-24T12:00:00Z",
  files: { access: "access.log.gz", error: "error.log" },
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 2),
  setup: ({ upstreams }) => apacheSite(hosts, upstreams.map(addressOf)),
  inject: allBehave({ fault: "printedHeader", only: "^/(blog|category|product)", share: 1, afterMs: 20 }),
  remove: allHeal,
  incident: ({ context }) => ({
    category: "upstream",
    cause: "invalid-response",
    upstreams: context.upstreams.map(addressOf),
    paths: ["/blog", "/category", "/product"],
    statuses: [502],
  }),
};
