import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["www.winter-gate.test"];

const http = (context, closed) => {
  const open = `${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://app" })}`;
  return closed ? open.replaceAll("location / {", "location / { return 503;") : open;
};

export default {
  id: "closed-site-access-only",
  title: "an operator closes the whole site with return 503; access log with upstream fields alone",
  subnet: 238,
  template: "short",
  zone: "Europe/Athens",
  begin: "2026-06-08T20:00:00Z",
  errorLog: false,
  config: false,
  calibration: false,
  gzip: true,
  hosts,
  upstreams: (context) => pool(context, 2),
  http: (context) => http(context, false),
  inject: (context) => context.reload(http(context, true)),
  remove: (context) => context.reload(http(context, false)),
  incident: () => ({
    category: "security",
    cause: "maintenance-mode",
    acceptableCauses: ["maintenance-mode", "undetermined", "rate-limited"],
    acceptableCategories: ["security", "config"],
    upstreams: [],
    statuses: [503],
  }),
};
