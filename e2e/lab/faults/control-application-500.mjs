import { control } from "../quiet.mjs";

export default control({
  id: "control-application-500",
  title: "a release makes the application answer 500 on one route: its own error, no gateway's",
  subnet: 62,
  hosts: ["www.chalk-hill.test"],
  zone: "Asia/Seoul",
  begin: "2026-05-20T01:00:00Z",
  inject: ({ upstreams }) => {
    for (const upstream of upstreams)
      upstream.behave({ fault: "status500", only: "^/(product|search)", share: 0.9, afterMs: 30 });
  },
  remove: ({ upstreams }) => {
    for (const upstream of upstreams) upstream.behave({ fault: "none" });
  },
  otherAnomalies: [{ kind: "application-500", statuses: [500] }],
});
