import { chmodSync, mkdirSync } from "node:fs";
import { Upstream } from "../upstreams.mjs";
import { site } from "../fault.mjs";

const hosts = ["www.iron-gate.test"];

export default {
  id: "socket-permission",
  title: "after a package upgrade nginx's user may no longer open the socket",
  subnet: 45,
  template: "keyValue",
  zone: "Europe/Warsaw",
  begin: "2026-10-13T05:00:00Z",
  errorLog: true,
  config: false,
  calibration: false,
  hosts,
  prepare: ({ dir }) => {
    mkdirSync(`${dir}/run/app`, { recursive: true });
    chmodSync(dir, 0o755);
  },
  upstreams: ({ dir }) => [new Upstream({ address: `${dir}/run/app/web.sock` })],
  main: ({ dir, upstreams }) => {
    if (upstreams.length > 0) chmodSync(`${dir}/run/app/web.sock`, 0o666);
    return { worker: "user www-data;" };
  },
  http: (context) => site(context, { hosts, target: `http://unix:${context.dir}/run/app/web.sock` }),
  inject: ({ dir }) => chmodSync(`${dir}/run/app/web.sock`, 0o600),
  remove: ({ dir }) => chmodSync(`${dir}/run/app/web.sock`, 0o666),
  events: ({ injectMs }) => [
    { atMs: injectMs, type: "deploy", target: "app", summary: "package upgrade of the application" },
  ],
  incident: () => ({
    category: "config",
    cause: "socket-permission",
    upstreams: ["unix:/run/app/web.sock"],
    statuses: [502],
  }),
};
