import { apacheSite } from "../apache-site.mjs";
import { addressOf } from "../fault.mjs";
import { control } from "../quiet.mjs";

const hosts = ["www.fir-cabin.test"];

export default control({
  product: "apache",
  id: "control-apache-scanner",
  title: "Apache: a scanner asks for hundreds of files that are not there: 404, nothing fails",
  subnet: 175,
  template: "combined",
  zone: "Europe/Oslo",
  begin: "2026-07-15T02:00:00Z",
  files: { access: "access.log" },
  calibration: true,
  hosts,
  setup: ({ upstreams }) => apacheSite(hosts, upstreams.map(addressOf)),
  inject: (context) => {
    context.scan = setInterval(() => {
      const path = `/backup/${Math.floor(context.random() * 9999)}.php`;
      context.traffic.send({ method: "GET", path, client: "198.51.100.9", agent: "masscan/1.3" });
    }, 50);
  },
  remove: ({ scan }) => clearInterval(scan),
  cleanUp: ({ scan }) => clearInterval(scan),
});
