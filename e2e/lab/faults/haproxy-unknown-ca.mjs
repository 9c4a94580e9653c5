import { allServe } from "../behaviours.mjs";
import { addressOf, pool } from "../fault.mjs";
import { makeCertificate } from "../certificate.mjs";
import { HAPROXY_FILES, haproxySite } from "../haproxy-site.mjs";

const hosts = ["portal.white-crane.test"];

export default {
  ...HAPROXY_FILES,
  id: "haproxy-unknown-ca",
  title: "HAProxy: the servers come back with a certificate of an authority that HAProxy does not know",
  subnet: 120,
  template: "httplog",
  zone: "Asia/Kolkata",
  begin: "2026-05-20T04:00:00Z",
  files: { access: "haproxy.log", config: "haproxy.cfg" },
  calibration: true,
  hosts,
  prepare: (context) => {
    makeCertificate(`${context.dir}/good`, "app.internal", 30);
    makeCertificate(`${context.dir}/foreign`, "app.internal", 30);
  },
  upstreams: (context) => pool(context, 2, { port: 8443, tlsDir: `${context.dir}/good` }),
  setup: (context) =>
    haproxySite(context, {
      backends: { be_portal: context.upstreams },
      parameters: ` ssl verify required ca-file ${context.dir}/good/ca.pem check inter 2s fall 3`,
      defaults: "retries 1",
    }),
  inject: allServe("foreign"),
  remove: allServe("good"),
  events: ({ injectMs }) => [
    { atMs: injectMs - 300, type: "deploy", target: "portal", summary: "portal 7.2.0 with renewed certificate" },
  ],
  incident: ({ context }) => ({
    category: "config",
    cause: "tls-verify",
    exactCauses: ["tls-verify", "tls-handshake"],
    acceptableCauses: ["tls-verify", "tls-handshake", "no-live-upstreams"],
    acceptableCategories: ["config", "upstream"],
    upstreams: context.upstreams.map(addressOf),
    statuses: [503],
  }),
};
