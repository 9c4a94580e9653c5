import { apacheSite } from "../apache-site.mjs";
import { addressOf } from "../fault.mjs";
import { control } from "../quiet.mjs";

const hosts = ["www.reed-flute.test"];

export default control({
  product: "apache",
  id: "control-apache-one-of-two-down",
  title:
    "Apache: one of two members stops and the balancer asks the other: only the error log tells, no client sees an error",
  subnet: 180,
  template: "worker",
  zone: "Europe/Vienna",
  begin: "2026-11-03T10:00:00Z",
  files: { access: "access.log", error: "error.log" },
  calibration: false,
  hosts,
  setup: ({ upstreams }) => apacheSite(hosts, upstreams.map(addressOf)),
  inject: ({ upstreams }) => upstreams[1].stop(),
  remove: ({ upstreams }) => upstreams[1].start(),
});
