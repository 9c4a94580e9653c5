import { addressOf, pool } from "../fault.mjs";
import { allBehave, allHeal } from "../behaviours.mjs";
import { HAPROXY_FILES, haproxySite } from "../haproxy-site.mjs";

const hosts = ["www.corn-poppy.test"];

export default {
  ...HAPROXY_FILES,
  id: "haproxy-health-check-flapping",
  title: "HAProxy: health checks time out now and then, and both servers are taken out again and again",
  subnet: 121,
  template: "httplog",
  zone: "Europe/Madrid",
  begin: "2026-11-03T08:00:00Z",
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 2),
  setup: (context) =>
    haproxySite(context, {
      backends: { be_shop: context.upstreams },
      parameters: " check inter 300 fall 2 rise 2",
      defaults: "timeout check 300\n    option httpchk GET /healthz",
    }),
  inject: (context) => {
    let sick = false;
    const turn = () => {
      sick = !sick;
      allBehave({ fault: sick ? "never" : "none", only: "^/healthz" })(context);
      context.flapping = setTimeout(turn, sick ? 2200 : 900);
    };
    turn();
  },
  remove: (context) => {
    clearTimeout(context.flapping);
    allHeal(context);
  },
  cleanUp: ({ flapping }) => clearTimeout(flapping),
  incident: ({ context }) => ({
    category: "upstream",
    cause: "health-check-failing",
    exactCauses: ["health-check-failing", "no-live-upstreams"],
    acceptableCauses: ["health-check-failing", "no-live-upstreams", "upstream-timeout"],
    acceptableCategories: ["upstream", "config", "overload"],
    upstreams: context.upstreams.map(addressOf),
    statuses: [503],
  }),
};
