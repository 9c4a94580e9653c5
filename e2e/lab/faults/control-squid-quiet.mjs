import { allBehave } from "../behaviours.mjs";
import { control } from "../quiet.mjs";
import { squidPeers } from "../squid-site.mjs";

const hosts = ["www.calm-bay.test"];

export default control({
  product: "squid",
  timezoneGiven: true,
  id: "control-squid-quiet",
  title: "Squid: nothing happens: a few stray errors only",
  subnet: 188,
  template: "diag",
  zone: "Europe/Athens",
  begin: "2026-11-13T16:00:00Z",
  files: { access: "access.log", error: "cache.log" },
  calibration: false,
  hosts,
  setup: ({ upstreams }) => squidPeers(upstreams),
  inject: allBehave({ fault: "close", share: 0.001 }),
});
