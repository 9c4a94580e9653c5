import { control } from "../quiet.mjs";

export default control({
  id: "control-quiet",
  title: "nothing happens: a few stray errors only",
  subnet: 60,
  hosts: ["www.still-pond.test"],
  zone: "Europe/Rome",
  begin: "2026-02-04T15:00:00Z",
  prepare: () => {},
  inject: ({ upstreams }) => {
    for (const upstream of upstreams) upstream.behave({ fault: "close", share: 0.001 });
  },
});
