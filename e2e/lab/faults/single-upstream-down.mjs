import { addressOf, pool, site } from "../fault.mjs";

const hosts = ["www.quiet-harbour.test"];

export default {
  id: "single-upstream-down",
  title: "the only app server stops; combined log and error log",
  subnet: 32,
  template: "combined",
  zone: "Asia/Kolkata",
  begin: "2026-02-10T20:30:00Z",
  errorLog: true,
  config: false,
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 1),
  http: (context) => site(context, { hosts, target: `http://${addressOf(context.upstreams[0])}` }),
  inject: ({ upstreams }) => upstreams[0].stop(),
  remove: ({ upstreams }) => upstreams[0].start(),
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-down",
    upstreams: [addressOf(context.upstreams[0])],
    statuses: [502],
  }),
};
