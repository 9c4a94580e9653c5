import { control } from "../quiet.mjs";
import { squidPeers } from "../squid-site.mjs";

const hosts = ["www.pine-tar.test"];

export default control({
  product: "squid",
  timezoneGiven: true,
  id: "control-squid-one-of-two-down",
  title: "Squid: one of two peers stops and Squid asks the other: only cache.log tells, no client sees an error",
  subnet: 187,
  template: "diag",
  zone: "Europe/Sofia",
  begin: "2026-11-12T11:00:00Z",
  files: { access: "access.log", error: "cache.log" },
  calibration: false,
  hosts,
  setup: ({ upstreams }) => squidPeers(upstreams),
  inject: ({ upstreams }) => upstreams[1].stop(),
  remove: ({ upstreams }) => upstreams[1].start(),
});
