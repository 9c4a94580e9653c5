import { addressOf, pool } from "../fault.mjs";

const hosts = ["www.quiet-harbour.test"];

export default {
  id: "apache-backend-down",
  title: "Apache: the only app server stops; connections are refused",
  product: "apache",
  subnet: 130,
  template: "combined",
  zone: "Europe/Paris",
  begin: "2026-03-11T09:00:00Z",
  files: { access: "access.log", error: "error.log" },
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 1),
  setup: ({ upstreams }) => `    ServerName ${hosts[0]}
    ProxyPreserveHost On
    ProxyPass / http://${addressOf(upstreams[0])}/
    ProxyPassReverse / http://${addressOf(upstreams[0])}/`,
  inject: ({ upstreams }) => upstreams[0].stop(),
  remove: ({ upstreams }) => upstreams[0].start(),
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-down",
    upstreams: [addressOf(context.upstreams[0])],
    statuses: [503],
  }),
};
