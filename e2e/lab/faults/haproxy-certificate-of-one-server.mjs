import { addressOf, pool } from "../fault.mjs";
import { makeCertificate } from "../certificate.mjs";
import { HAPROXY_FILES, haproxySite } from "../haproxy-site.mjs";

const hosts = ["www.blue-heron.test"];

const serve = (certificate) => async (context) => {
  const [upstream] = context.upstreams;
  await upstream.stop();
  upstream.tlsDir = `${context.dir}/${certificate}`;
  await upstream.start();
};

export default {
  ...HAPROXY_FILES,
  id: "haproxy-certificate-of-one-server",
  title:
    "HAProxy: one of two servers comes back with a certificate of an unknown authority; its health check says so late",
  subnet: 229,
  template: "httplog",
  zone: "Africa/Nairobi",
  begin: "2026-09-28T06:00:00Z",
  calibration: true,
  files: { access: "haproxy.log.gz" },
  hosts,
  prepare: (context) => {
    makeCertificate(`${context.dir}/good`, "app.internal", 30);
    makeCertificate(`${context.dir}/foreign`, "app.internal", 30);
  },
  upstreams: (context) => pool(context, 2, { port: 8443, tlsDir: `${context.dir}/good` }),
  setup: (context) =>
    haproxySite(context, {
      backends: { be_app: context.upstreams },
      parameters: ` ssl verify required ca-file ${context.dir}/good/ca.pem check inter 4s fall 4`,
      defaults: "retries 0",
    }),
  inject: serve("foreign"),
  remove: serve("good"),
  incident: ({ context }) => ({
    category: "config",
    cause: "tls-verify",
    exactCauses: ["tls-verify", "tls-handshake"],
    acceptableCauses: ["tls-verify", "tls-handshake"],
    upstreams: [addressOf(context.upstreams[0])],
    statuses: [503],
  }),
};
