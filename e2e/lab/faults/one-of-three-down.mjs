import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["www.lantern-shop.test", "api.lantern-shop.test"];

export default {
  id: "one-of-three-down",
  title: "one of three app servers stops; connections are refused",
  subnet: 31,
  template: "keyValue",
  zone: "Europe/Berlin",
  begin: "2026-03-03T08:00:00Z",
  errorLog: true,
  config: true,
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 3),
  http: (context) => `${upstreamBlock("shop", context.upstreams.map(addressOf), { more: "keepalive 8;" })}
${site(context, { hosts, target: "http://shop" })}`,
  inject: ({ upstreams }) => upstreams[2].stop(),
  remove: ({ upstreams }) => upstreams[2].start(),
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-down",
    upstreams: [addressOf(context.upstreams[2])],
    statuses: [502],
  }),
};
