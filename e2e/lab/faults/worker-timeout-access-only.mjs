import base from "./worker-timeout.mjs";

const hosts = ["intranet.pale-moon.test"];

export default {
  ...base,
  id: "worker-timeout-access-only",
  title: "workers are killed after exactly four seconds; a log with addresses and durations alone",
  subnet: 85,
  template: "positional",
  zone: "Europe/Lisbon",
  begin: "2026-09-02T13:00:00Z",
  errorLog: false,
  config: false,
  calibration: false,
  hosts,
  http: (context) => base.http(context).replaceAll("reports.blue-kettle.test", hosts[0]),
  inject: ({ upstreams }) => {
    for (const upstream of upstreams)
      upstream.behave({ fault: "close", only: "^/search|^/account", share: 0.6, afterMs: 4000, workers: 400 });
  },
  incident: ({ context }) => ({
    ...base.incident({ context }),
    acceptableCauses: ["upstream-timeout", "upstream-crash", "premature-close", "undetermined"],
    paths: ["/search", "/account"],
  }),
};
