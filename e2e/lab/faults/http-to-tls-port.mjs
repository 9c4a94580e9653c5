import { makeCertificate } from "../certificate.mjs";
import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["www.stone-bridge.test"];

const http = (context, scheme) => `${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: `${scheme}://app` })}`;

export default {
  id: "http-to-tls-port",
  title: "a reload turns https:// into http:// toward a port that speaks TLS",
  subnet: 237,
  template: "short",
  zone: "America/Bogota",
  begin: "2026-05-05T15:00:00Z",
  errorLog: true,
  config: false,
  calibration: true,
  gzip: true,
  hosts,
  prepare: (context) => makeCertificate(`${context.dir}/good`, "app.internal", 30),
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
