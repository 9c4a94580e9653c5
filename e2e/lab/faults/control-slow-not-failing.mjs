import { control } from "../quiet.mjs";

export default control({
  id: "control-slow-not-failing",
  title: "answers take twenty times as long for a while, but all of them come",
  subnet: 97,
  hosts: ["www.long-meadow.test"],
  zone: "Europe/Kyiv",
  begin: "2026-04-29T11:00:00Z",
  template: "short",
  calibration: false,
  inject: ({ upstreams }) => {
    for (const upstream of upstreams) upstream.behave({ latencyMs: 400 });
  },
  remove: ({ upstreams }) => {
    for (const upstream of upstreams) upstream.behave({ latencyMs: 20 });
  },
  otherAnomalies: [{ kind: "latency", statuses: [] }],
});
