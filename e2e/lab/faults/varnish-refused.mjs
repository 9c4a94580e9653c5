import { addressOf, pool } from "../fault.mjs";
import { varnishBackend } from "../varnish-site.mjs";

const hosts = ["www.paper-kite.test"];

export default {
  id: "varnish-refused",
  title: "Varnish: the app server behind it stops; connections are refused",
  product: "varnish",
  subnet: 150,
  template: "ncsa",
  zone: "Europe/Oslo",
  begin: "2026-05-12T11:00:00Z",
  files: { access: "varnishncsa.log", error: "varnishlog.txt.gz" },
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 1),
  setup: ({ upstreams }) => varnishBackend(upstreams[0]),
  inject: ({ upstreams }) => upstreams[0].stop(),
  remove: ({ upstreams }) => upstreams[0].start(),
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-down",
    upstreams: context.upstreams.map(addressOf),
    // A refused connection is told of "backend default", without an address.
    visible: { hosts: true, upstreams: false },
    statuses: [503],
  }),
};
