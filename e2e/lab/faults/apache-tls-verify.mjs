import { allServe } from "../behaviours.mjs";
import { makeCertificate } from "../certificate.mjs";
import { addressOf, pool } from "../fault.mjs";

const hosts = ["secure.south-quay.test"];

export default {
  id: "apache-tls-verify",
  title: "Apache: the application comes back with a certificate of an unknown authority; Apache answers 500",
  product: "apache",
  subnet: 137,
  template: "combined",
  zone: "Europe/Zurich",
  begin: "2026-05-21T07:00:00Z",
  files: { access: "access.log", error: "error.log" },
  calibration: false,
  hosts,
  prepare: (context) => {
    makeCertificate(`${context.dir}/good`, "app.internal", 30);
    makeCertificate(`${context.dir}/foreign`, "app.internal", 30);
  },
  upstreams: (context) => pool(context, 1, { port: 8443, tlsDir: `${context.dir}/good` }),
  setup: ({ upstreams, dir }) => `    ServerName ${hosts[0]}
    SSLProxyEngine On
    SSLProxyVerify require
    SSLProxyCheckPeerName Off
    SSLProxyCACertificateFile ${dir}/good/ca.pem
    ProxyPreserveHost On
    ProxyPass / https://${addressOf(upstreams[0])}/
    ProxyPassReverse / https://${addressOf(upstreams[0])}/`,
  inject: allServe("foreign"),
  remove: allServe("good"),
  incident: ({ context }) => ({
    category: "config",
    cause: "tls-verify",
    exactCauses: ["tls-verify", "tls-handshake"],
    acceptableCauses: ["tls-verify", "tls-handshake"],
    acceptableCategories: ["config", "upstream"],
    upstreams: context.upstreams.map(addressOf),
    statuses: [500, 502, 503],
  }),
};
