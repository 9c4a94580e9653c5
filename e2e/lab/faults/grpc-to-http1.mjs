import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["rpc.long-barrow.test"];

const http = (context, pass) => `${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: pass === "grpc_pass" ? "grpc://app" : "http://app", pass })}`;

export default {
  id: "grpc-to-http1",
  title: "a reload speaks gRPC to servers that speak HTTP/1.1",
  subnet: 211,
  template: "keyValue",
  zone: "Asia/Taipei",
  begin: "2026-01-20T02:00:00Z",
  errorLog: true,
  config: false,
  calibration: true,
  gzip: true,
  perSecond: 10,
  hosts,
  upstreams: (context) => pool(context, 2),
  http: (context) => http(context, "proxy_pass"),
  inject: (context) => context.reload(http(context, "grpc_pass")),
  remove: (context) => context.reload(http(context, "proxy_pass")),
  incident: ({ context }) => ({
    category: "config",
    cause: "wrong-protocol",
    acceptableCauses: ["wrong-protocol", "invalid-response"],
    acceptableCategories: ["config", "upstream"],
    upstreams: context.upstreams.map(addressOf),
    statuses: [502],
  }),
};
