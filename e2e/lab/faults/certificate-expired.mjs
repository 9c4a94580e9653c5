import { makeCertificate } from "../certificate.mjs";
import { Upstream } from "../upstreams.mjs";
import { addressOf, site } from "../fault.mjs";

const hosts = ["secure.north-quay.test"];

export default {
  id: "certificate-expired",
  title: "the application comes back with an expired certificate; nginx verifies",
  subnet: 50,
  template: "json",
  zone: "Europe/Helsinki",
  begin: "2026-08-30T22:40:00Z",
  errorLog: true,
  config: true,
  calibration: true,
  hosts,
  prepare: (context) => {
    makeCertificate(`${context.dir}/good`, "app.internal", 30);
    makeCertificate(`${context.dir}/expired`, "app.internal", -2, `${context.dir}/good`);
  },
  upstreams: (context) => [
    new Upstream({ address: `127.0.${context.subnet}.11`, port: 8443, tlsDir: `${context.dir}/good` }),
  ],
  http: (context) => `proxy_ssl_verify on;
proxy_ssl_trusted_certificate ${context.dir}/good/ca.pem;
proxy_ssl_name app.internal;
proxy_ssl_session_reuse off;
${site(context, { hosts, target: `https://${addressOf(context.upstreams[0])}` })}`,
  inject: async ({ upstreams, dir }) => {
    await upstreams[0].stop();
    upstreams[0].tlsDir = `${dir}/expired`;
    await upstreams[0].start();
  },
  remove: async ({ upstreams, dir }) => {
    await upstreams[0].stop();
    upstreams[0].tlsDir = `${dir}/good`;
    await upstreams[0].start();
  },
  incident: ({ context }) => ({
    category: "config",
    cause: "tls-verify",
    acceptableCategories: ["config", "upstream"],
    upstreams: [addressOf(context.upstreams[0])],
    statuses: [502],
  }),
};
