import base from "./dns-nxdomain.mjs";

export default {
  ...base,
  id: "dns-servfail-access-only",
  title: "the resolver fails; access log with upstream fields alone",
  subnet: 47,
  template: "diag",
  zone: "Asia/Singapore",
  begin: "2026-02-18T03:00:00Z",
  errorLog: false,
  config: false,
  calibration: false,
  inject: ({ dns }) => dns.behave("servfail"),
  incident: () => ({
    category: "network",
    cause: "dns-failure",
    acceptableCauses: ["dns-failure", "proxy-config-error"],
    acceptableCategories: ["network", "config"],
    upstreams: [],
    statuses: [502],
  }),
};
