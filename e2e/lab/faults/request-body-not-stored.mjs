import { chmodSync } from "node:fs";
import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["files.blue-heron.test"];

export default {
  id: "request-body-not-stored",
  title: "nginx may not write its folder for request bodies: large uploads fail with 500",
  subnet: 201,
  template: "keyValue",
  zone: "Europe/Riga",
  begin: "2026-03-17T12:00:00Z",
  errorLog: true,
  config: false,
  calibration: false,
  perSecond: 14,
  hosts,
  uploadBytes: 200_000,
  routes: [
    ["GET", "/", 10],
    ["GET", "/product/w-n", 14],
    ["POST", "/upload", 6],
    ["GET", "/api/items/n", 8],
    ["POST", "/cart/add", 4],
  ],
  upstreams: (context) => pool(context, 2),
  main: () => ({ worker: "user www-data;" }),
  http: (context) => `${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://app" })}`,
  inject: ({ dir }) => chmodSync(`${dir}/tmp/body`, 0o000),
  remove: ({ dir }) => chmodSync(`${dir}/tmp/body`, 0o777),
  incident: () => ({
    category: "config",
    cause: "proxy-internal",
    acceptableCauses: ["proxy-internal", "proxy-config-error"],
    acceptableCategories: ["config", "overload", "upstream"],
    upstreams: [],
    paths: ["/upload"],
    statuses: [500],
  }),
};
