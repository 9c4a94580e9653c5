import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["files.moss-garden.test"];

export default {
  id: "upload-rejected-early",
  title: "the application refuses large uploads before it has read them",
  subnet: 52,
  template: "diag",
  zone: "Europe/Zurich",
  begin: "2026-10-20T11:30:00Z",
  errorLog: true,
  config: false,
  calibration: true,
  hosts,
  perSecond: 24,
  uploadBytes: 900_000,
  routes: [
    ["GET", "/", 8],
    ["GET", "/api/items/n", 10],
    ["GET", "/account/orders", 6],
    ["POST", "/upload", 5],
  ],
  upstreams: (context) => pool(context, 2),
  http: (context) => `client_max_body_size 20m;
proxy_request_buffering off;
${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://app" })}`,
  inject: ({ upstreams }) => {
    for (const upstream of upstreams) upstream.behave({ fault: "earlyResponse", only: "^$" });
  },
  remove: ({ upstreams }) => {
    for (const upstream of upstreams) upstream.behave({ fault: "none", only: "." });
  },
  incident: ({ context }) => ({
    category: "upstream",
    cause: "early-response",
    acceptableCauses: ["early-response", "premature-close"],
    acceptableCategories: ["upstream", "config"],
    upstreams: context.upstreams.map(addressOf),
    paths: ["/upload"],
    statuses: [502],
  }),
};
