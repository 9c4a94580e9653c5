import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["www.birch-forum.test"];

const http = (context, pass) => `${upstreamBlock("forum", context.upstreams.map(addressOf))}
fastcgi_param REQUEST_METHOD $request_method;
fastcgi_param REQUEST_URI $request_uri;
${site(context, { hosts, target: pass === "proxy_pass" ? "http://forum" : "forum", pass })}`;

export default {
  id: "fastcgi-to-http-port",
  title: "a reload speaks FastCGI to servers that speak HTTP",
  subnet: 83,
  template: "keyValue",
  zone: "America/Chicago",
  begin: "2026-07-30T19:00:00Z",
  errorLog: true,
  config: true,
  calibration: true,
  notices: true,
  perSecond: 18,
  hosts,
  upstreams: (context) => pool(context, 2),
  http: (context) => http(context, "proxy_pass"),
  shownHttp: (context) => http(context, "fastcgi_pass"),
  span: "untilRemoved",
  inject: (context) => context.reload(http(context, "fastcgi_pass")),
  remove: () => {},
  events: ({ startMs, injectMs }) => [
    { atMs: startMs + 6000, type: "deploy", target: "avatars", summary: "avatars 3.0.4" },
    { atMs: injectMs, type: "config-reload", target: "gw-2", summary: "nginx reload: forum behind the new template" },
  ],
  incident: ({ context }) => ({
    category: "config",
    cause: "wrong-protocol",
    acceptableCauses: ["wrong-protocol", "invalid-response", "wrong-port"],
    acceptableCategories: ["config", "upstream"],
    upstreams: context.upstreams.map(addressOf),
    statuses: [502],
  }),
};
