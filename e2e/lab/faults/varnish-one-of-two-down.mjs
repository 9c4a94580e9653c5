import { addressOf, pool } from "../fault.mjs";
import { varnishDirector } from "../varnish-site.mjs";

const hosts = ["www.silk-thread.test"];

export default {
  id: "varnish-one-of-two-down",
  title: "Varnish: one of two servers of a director stops, and nothing probes it",
  product: "varnish",
  subnet: 183,
  template: "ncsa",
  zone: "Europe/Stockholm",
  begin: "2026-11-06T08:00:00Z",
  files: { access: "varnishncsa.log", error: "varnishlog.txt" },
  calibration: false,
  hosts,
  upstreams: (context) => pool(context, 2),
  setup: ({ upstreams }) => varnishDirector(upstreams),
  inject: ({ upstreams }) => upstreams[1].stop(),
  remove: ({ upstreams }) => upstreams[1].start(),
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-down",
    upstreams: [addressOf(context.upstreams[1])],
    // A refused connection is told of "backend app2", without an address.
    visible: { hosts: true, upstreams: false },
    statuses: [503],
  }),
};
