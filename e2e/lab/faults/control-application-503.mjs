import { control } from "../quiet.mjs";

export default control({
  id: "control-application-503",
  title: "the application shows its own maintenance page with 503",
  subnet: 63,
  hosts: ["www.red-barn.test"],
  zone: "Europe/Dublin",
  begin: "2026-06-02T21:00:00Z",
  template: "short",
  inject: ({ upstreams }) => {
    for (const upstream of upstreams)
      upstream.behave({ fault: "status503", only: "^/(account|checkout|cart)", share: 1, afterMs: 8 });
  },
  remove: ({ upstreams }) => {
    for (const upstream of upstreams) upstream.behave({ fault: "none" });
  },
  otherAnomalies: [{ kind: "application-503", statuses: [503] }],
});
