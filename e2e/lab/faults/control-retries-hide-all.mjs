import { addressOf, site, upstreamBlock } from "../fault.mjs";
import { control } from "../quiet.mjs";

const hosts = ["www.deep-well.test"];
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

export default control({
  id: "control-retries-hide-all",
  title: "both servers are restarted in turn and nginx tries the other: no client sees an error",
  subnet: 90,
  hosts,
  zone: "America/Halifax",
  begin: "2026-06-24T14:00:00Z",
  template: "keyValue",
  calibration: true,
  http: (context) => `${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://app", directives: "proxy_next_upstream error timeout non_idempotent;" })}`,
  inject: (context) => {
    context.rolled = (async () => {
      for (const upstream of context.upstreams) {
        await upstream.stop();
        await sleep(3000);
        await upstream.start();
        await sleep(4000);
      }
    })();
  },
  remove: ({ rolled }) => rolled,
  events: ({ injectMs }) => [
    { atMs: injectMs - 200, type: "deploy", target: "app", summary: "rollout of app 2.3.0 started" },
    { atMs: injectMs + 14_500, type: "deploy", target: "app", summary: "rollout of app 2.3.0 finished" },
  ],
});
