import { makeCertificate } from "../certificate.mjs";
import base from "./certificate-expired.mjs";

const hosts = ["portal.white-heron.test"];

export default {
  ...base,
  id: "certificate-unknown-ca",
  title: "the application comes back with a certificate of an authority that nginx does not know",
  subnet: 82,
  template: "isoFirst",
  zone: "Asia/Kathmandu",
  begin: "2026-05-19T03:00:00Z",
  errorLog: true,
  config: false,
  calibration: true,
  perSecond: 16,
  hosts,
  prepare: (context) => {
    makeCertificate(`${context.dir}/good`, "app.internal", 30);
    makeCertificate(`${context.dir}/foreign`, "app.internal", 30);
  },
  http: (context) => base.http(context).replaceAll("secure.north-quay.test", hosts[0]),
  inject: async ({ upstreams, dir }) => {
    await upstreams[0].stop();
    upstreams[0].tlsDir = `${dir}/foreign`;
    await upstreams[0].start();
  },
  events: ({ startMs, injectMs }) => [
    { atMs: startMs + 9000, type: "deploy", target: "search", summary: "search 0.88.1" },
    { atMs: injectMs - 300, type: "deploy", target: "portal", summary: "portal 7.2.0 with renewed certificate" },
  ],
};
