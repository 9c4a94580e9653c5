import { addressOf, pool } from "../fault.mjs";
import { allBehave, allHeal } from "../behaviours.mjs";
import { HAPROXY_FILES, haproxySite } from "../haproxy-site.mjs";

const hosts = ["feeds.white-stork.test"];

export default {
  ...HAPROXY_FILES,
  id: "haproxy-invalid-response",
  title: "HAProxy: a release writes a control character into a response header",
  subnet: 117,
  template: "httplog",
  zone: "Europe/Lisbon",
  begin: "2026-09-23T08:00:00Z",
  oneFile: false,
  calibration: false,
  hosts,
  upstreams: (context) => pool(context, 2),
  setup: (context) => haproxySite(context, { backends: { be_feeds: context.upstreams } }),
  inject: allBehave({ fault: "badHeader", only: "^/(blog|category|product)", share: 1, afterMs: 20 }),
  remove: allHeal,
  incident: ({ context }) => ({
    category: "upstream",
    cause: "invalid-response",
    exactCauses: ["invalid-response"],
    acceptableCauses: ["invalid-response", "header-too-big"],
    acceptableCategories: ["upstream", "config"],
    upstreams: context.upstreams.map(addressOf),
    paths: ["/blog", "/category", "/product"],
    statuses: [502],
  }),
};
