import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["www.slow-river.test"];
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

export default {
  id: "rolling-deploy",
  title: "three instances are replaced one after another without draining",
  subnet: 53,
  template: "keyValue",
  zone: "Europe/Berlin",
  begin: "2026-11-04T13:00:00Z",
  errorLog: true,
  config: false,
  calibration: true,
  hosts,
  perSecond: 34,
  upstreams: (context) => pool(context, 3),
  http: (context) => `${upstreamBlock("app", context.upstreams.map(addressOf), { more: "keepalive 8;" })}
${site(context, { hosts, target: "http://app" })}`,
  inject: (context) => {
    context.rolled = (async () => {
      for (const upstream of context.upstreams) {
        await upstream.stop();
        await sleep(1800);
        await upstream.start();
        await sleep(4200);
      }
    })();
  },
  remove: ({ rolled }) => rolled,
  events: ({ injectMs }) => [
    { atMs: injectMs - 200, type: "deploy", target: "app", summary: "rollout of app 4.12.0 started" },
    { atMs: injectMs + 17_000, type: "deploy", target: "app", summary: "rollout of app 4.12.0 finished" },
  ],
  incident: ({ context }) => ({
    category: "upstream",
    cause: "rolling-deploy",
    acceptableCauses: ["rolling-deploy", "upstream-down"],
    upstreams: context.upstreams.map(addressOf),
    statuses: [502],
  }),
};
