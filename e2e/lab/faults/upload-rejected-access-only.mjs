import base from "./upload-rejected-early.mjs";

const hosts = ["media.green-attic.test"];

export default {
  ...base,
  id: "upload-rejected-access-only",
  title: "the application resets large uploads while they are being sent; the access log alone",
  subnet: 99,
  template: "diag",
  zone: "America/Bogota",
  begin: "2026-10-22T15:00:00Z",
  errorLog: false,
  config: false,
  calibration: true,
  hosts,
  http: (context) => base.http(context).replaceAll("files.moss-garden.test", hosts[0]),
  inject: ({ upstreams }) => {
    for (const upstream of upstreams) upstream.behave({ fault: "earlyReset", only: "^$" });
  },
};
