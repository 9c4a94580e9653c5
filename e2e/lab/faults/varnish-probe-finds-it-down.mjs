import { allStart, allStop } from "../behaviours.mjs";
import { addressOf, pool } from "../fault.mjs";
import { varnishBackend } from "../varnish-site.mjs";

const hosts = ["www.grey-wagtail.test"];

const PROBE = `.probe = {
        .url = "/healthz";
        .interval = 1s;
        .timeout = 500ms;
        .window = 4;
        .threshold = 3;
        .initial = 3;
    }`;

export default {
  id: "varnish-probe-finds-it-down",
  title: "Varnish: the backend stops, a few requests are refused, then its probe marks it sick",
  product: "varnish",
  subnet: 209,
  template: "handled",
  zone: "Europe/Lisbon",
  begin: "2026-11-03T10:00:00Z",
  files: { access: "varnishncsa.log", error: "varnishlog.txt.gz" },
  calibration: true,
  perSecond: 12,
  hosts,
  upstreams: (context) => pool(context, 1),
  setup: ({ upstreams }) => varnishBackend(upstreams[0], PROBE),
  inject: allStop,
  remove: allStart,
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-down",
    acceptableCauses: ["upstream-down", "health-check-failing", "no-live-upstreams"],
    acceptableCategories: ["upstream", "config"],
    upstreams: context.upstreams.map(addressOf),
    visible: { hosts: true, upstreams: false },
    statuses: [503],
  }),
};
