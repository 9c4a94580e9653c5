import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["reports.blue-kettle.test"];

export default {
  id: "worker-timeout",
  title: "a supervisor kills workers after exactly three seconds: 502 with a constant duration",
  subnet: 37,
  template: "short",
  zone: "Europe/London",
  begin: "2026-07-02T09:20:00Z",
  errorLog: true,
  config: false,
  calibration: true,
  hosts,
  upstreams: (context) => pool(context, 2),
  http: (context) => `${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://app" })}`,
  inject: ({ upstreams }) => {
    for (const upstream of upstreams)
      upstream.behave({ fault: "close", only: "^/(account|api)", share: 0.7, afterMs: 3000, workers: 400 });
  },
  remove: ({ upstreams }) => {
    for (const upstream of upstreams) upstream.behave({ fault: "none" });
  },
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-timeout",
    acceptableCauses: ["upstream-timeout", "upstream-crash", "premature-close"],
    acceptableCategories: ["upstream", "overload"],
    upstreams: context.upstreams.map(addressOf),
    paths: ["/account", "/api"],
    statuses: [502],
  }),
};
