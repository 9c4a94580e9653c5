import { control } from "../quiet.mjs";

export default control({
  id: "control-steady-background",
  title: "about one request in sixty fails with 502 all the time: a background, no incident",
  subnet: 61,
  hosts: ["www.grey-dawn.test"],
  zone: "America/Bogota",
  begin: "2026-03-12T12:00:00Z",
  template: "short",
  calibration: false,
  upstreams: (context) => {
    const servers = control({}).upstreams(context);
    for (const server of servers) server.mode = { fault: "close", share: 0.016, afterMs: 30 };
    return servers;
  },
});
