import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["www.amber-field.test", "api.amber-field.test"];
/** Retries are switched off where a payment might be taken twice. */
const CHECKOUT = "location /checkout { proxy_next_upstream off; proxy_pass http://shop; }";

export default {
  id: "retries-hide-most",
  title: "one of three stops; retries hide it everywhere but at the checkout, where they are switched off",
  subnet: 80,
  template: "keyValue",
  zone: "Australia/Adelaide",
  begin: "2026-04-21T22:30:00Z",
  errorLog: true,
  config: true,
  calibration: true,
  perSecond: 25,
  routes: [
    ["GET", "/", 10],
    ["GET", "/product/w-n", 14],
    ["GET", "/category/w", 8],
    ["POST", "/cart/add", 6],
    ["POST", "/checkout", 9],
    ["GET", "/api/items/n", 10],
  ],
  hosts,
  upstreams: (context) => pool(context, 3),
  http: (context) => `${upstreamBlock("shop", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://shop", directives: "proxy_next_upstream error timeout;", location: CHECKOUT })}`,
  inject: ({ upstreams }) => upstreams[1].stop(),
  remove: ({ upstreams }) => upstreams[1].start(),
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-down",
    upstreams: [addressOf(context.upstreams[1])],
    paths: ["/checkout"],
    statuses: [502],
  }),
};
