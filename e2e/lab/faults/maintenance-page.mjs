import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["www.green-door.test"];

const http = (context, closed) => `${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://app", location: closed ? "location /checkout { return 503; }\n    location /cart { return 503; }\n    location /account { return 503; }" : "" })}`;

export default {
  id: "maintenance-page",
  title: "an operator closes the shop's checkout with return 503 and opens it again",
  subnet: 69,
  template: "keyValue",
  zone: "Europe/Copenhagen",
  begin: "2026-10-01T21:00:00Z",
  errorLog: true,
  config: true,
  notices: true,
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 2),
  http: (context) => http(context, false),
  shownHttp: (context) => http(context, true),
  inject: (context) => context.reload(http(context, true)),
  remove: (context) => context.reload(http(context, false)),
  events: ({ injectMs, removeMs }) => [
    { atMs: injectMs, type: "maintenance", target: "shop", summary: "maintenance window begins" },
    { atMs: removeMs, type: "maintenance", target: "shop", summary: "maintenance window ends" },
  ],
  incident: () => ({
    category: "security",
    cause: "maintenance-mode",
    acceptableCategories: ["security", "config"],
    upstreams: [],
    paths: ["/checkout", "/cart", "/account"],
    statuses: [503],
  }),
};
