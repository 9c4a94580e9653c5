import { connect } from "node:net";
import { addressOf, pool } from "../fault.mjs";
import { HAPROXY_FILES, haproxySite } from "../haproxy-site.mjs";

const hosts = ["www.tin-roof.test"];

/** Puts every server into a state, as an operator does through the admin socket. */
const setState = (state) => async (context) => {
  for (const { address, port } of context.upstreams) {
    const command = `set server ${context.names[`${address}:${port}`]} state ${state}\n`;
    await new Promise((done) => {
      const socket = connect(`${context.dir}/admin.sock`, () => socket.end(command));
      socket.on("error", done).on("close", done).resume();
    });
  }
};

export default {
  ...HAPROXY_FILES,
  id: "haproxy-maintenance-by-socket",
  title: "HAProxy: an operator puts both servers of a backend into maintenance",
  subnet: 227,
  template: "httpslog",
  zone: "Europe/Stockholm",
  begin: "2026-02-05T20:00:00Z",
  calibration: true,
  files: { access: "haproxy.log.gz" },
  hosts,
  upstreams: (context) => pool(context, 2),
  setup: (context) =>
    `global\n    stats socket ${context.dir}/admin.sock level admin\n\n${haproxySite(context, { backends: { be_app: context.upstreams }, parameters: " check inter 2s" })}`,
  inject: setState("maint"),
  remove: setState("ready"),
  incident: ({ context }) => ({
    category: "config",
    cause: "maintenance-mode",
    acceptableCauses: ["maintenance-mode", "no-live-upstreams"],
    acceptableCategories: ["config", "upstream"],
    upstreams: context.upstreams.map(addressOf),
    statuses: [503],
  }),
};
