import { allServe } from "../behaviours.mjs";
import { makeCertificate } from "../certificate.mjs";
import { caddySite } from "../caddy-site.mjs";
import { addressOf, pool } from "../fault.mjs";

const hosts = ["api.dark-plum.test"];

export default {
  id: "caddy-unknown-ca",
  title: "Caddy: the application comes back with a certificate of an authority that Caddy does not know",
  product: "caddy",
  subnet: 141,
  template: "json",
  zone: "UTC",
  begin: "2026-04-14T09:00:00Z",
  files: { access: "access.log.gz", error: "caddy.log" },
  calibration: false,
  hosts,
  perSecond: 14,
  prepare: (context) => {
    makeCertificate(`${context.dir}/good`, "app.internal", 30);
    makeCertificate(`${context.dir}/foreign`, "app.internal", 30);
  },
  upstreams: (context) => pool(context, 1, { port: 8443, tlsDir: `${context.dir}/good` }),
  setup: ({ upstreams, dir }) =>
    caddySite(
      hosts,
      [`https://${addressOf(upstreams[0])}`],
      `transport http {
                tls_trusted_ca_certs ${dir}/good/ca.pem
                tls_server_name app.internal
                keepalive off
            }`,
    ),
  inject: allServe("foreign"),
  remove: allServe("good"),
  incident: ({ context }) => ({
    category: "config",
    cause: "tls-verify",
    acceptableCauses: ["tls-verify"],
    acceptableCategories: ["config", "upstream"],
    upstreams: context.upstreams.map(addressOf),
    // The message names the authority, not the server.
    visible: { hosts: true, upstreams: false },
    statuses: [502],
  }),
};
