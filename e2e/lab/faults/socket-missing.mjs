import { Upstream } from "../upstreams.mjs";
import { mkdirSync } from "node:fs";
import { site } from "../fault.mjs";

const hosts = ["www.wooden-spoon.test"];

export default {
  id: "socket-missing",
  title: "the application stops and its unix socket is gone; default combined log",
  subnet: 44,
  template: "combined",
  zone: "Europe/London",
  begin: "2026-10-06T20:00:00Z",
  errorLog: true,
  config: false,
  calibration: true,
  hosts,
  prepare: ({ dir }) => mkdirSync(`${dir}/run/app`, { recursive: true }),
  // A loose socket: nginx's workers run as another user than the applications.
  upstreams: ({ dir }) => [new Upstream({ address: `${dir}/run/app/web.sock` })],
  main: () => ({ worker: "user root;" }),
  http: (context) => site(context, { hosts, target: `http://unix:${context.dir}/run/app/web.sock` }),
  inject: ({ upstreams }) => upstreams[0].stop(),
  remove: ({ upstreams }) => upstreams[0].start(),
  incident: () => ({
    category: "config",
    cause: "socket-missing",
    acceptableCategories: ["config", "upstream"],
    upstreams: ["unix:/run/app/web.sock"],
    statuses: [502],
  }),
};
