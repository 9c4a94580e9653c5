import { control } from "../quiet.mjs";

export default control({
  id: "control-two-strays",
  title: "two requests fail within a minute, and no other",
  subnet: 66,
  hosts: ["www.thin-ice.test"],
  zone: "Europe/Brussels",
  begin: "2026-09-30T06:00:00Z",
  template: "short",
  inject: async (context) => {
    for (const upstream of context.upstreams) upstream.behave({ fault: "close", only: "^/stray", afterMs: 5 });
    for (const client of ["192.0.2.81", "203.0.113.7"]) {
      context.traffic.send({ method: "POST", path: "/stray", client, agent: "okhttp/4.12.0" });
    }
  },
});
