import { makeCertificate } from "../certificate.mjs";
import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["www.kite-hill.test"];

const http = (context, scheme) => `${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: `${scheme}://app` })}`;

export default {
  id: "plain-http-to-tls-port",
  title: "a reload turns https:// into http:// toward a TLS port, which closes without an answer",
  subnet: 206,
  template: "short",
  zone: "America/Halifax",
  begin: "2026-08-04T20:00:00Z",
  errorLog: true,
  config: false,
  calibration: true,
  perSecond: 10,
  hosts,
  prepare: ({ dir }) => makeCertificate(`${dir}/good`, "app.internal", 30),
  upstreams: (context) => pool(context, 2, { port: 8443, tlsDir: `${context.dir}/good` }),
  http: (context) => http(context, "https"),
  inject: (context) => context.reload(http(context, "http")),
  remove: (context) => context.reload(http(context, "https")),
  incident: ({ context }) => ({
    category: "config",
    cause: "wrong-protocol",
    acceptableCauses: ["wrong-protocol", "premature-close", "tls-handshake"],
    acceptableCategories: ["config", "upstream"],
    upstreams: context.upstreams.map(addressOf),
    statuses: [502],
  }),
};
