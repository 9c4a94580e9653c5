import base from "./worker-crash.mjs";

const hosts = ["app.tin-whistle.test"];

export default {
  ...base,
  id: "worker-crash-access-only",
  title: "the application dies over some requests and is started again; the access log alone",
  subnet: 86,
  template: "diag",
  zone: "Asia/Kolkata",
  begin: "2026-03-25T04:30:00Z",
  errorLog: false,
  config: false,
  calibration: true,
  perSecond: 23,
  hosts,
  http: (context) => base.http(context).replaceAll("www.paper-crane.test", hosts[0]),
  incident: ({ context }) => ({
    ...base.incident({ context }),
    acceptableCauses: ["upstream-crash", "premature-close", "upstream-down"],
  }),
};
