import base from "./dns-nxdomain.mjs";

const hosts = ["www.quiet-harbor.test"];

export default {
  ...base,
  id: "dns-silent",
  title: "the name server stops answering: every lookup waits for resolver_timeout",
  subnet: 81,
  template: "short",
  zone: "America/St_Johns",
  begin: "2026-06-09T16:00:00Z",
  errorLog: true,
  config: true,
  calibration: true,
  perSecond: 18,
  hosts,
  http: (context) => `resolver_timeout 3s;\n${base.http(context)}`.replaceAll("glass-bridge", "quiet-harbor"),
  inject: ({ dns }) => dns.behave("silent"),
};
