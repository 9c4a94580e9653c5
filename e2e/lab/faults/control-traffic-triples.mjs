import { control } from "../quiet.mjs";

export default control({
  id: "control-traffic-triples",
  title: "traffic triples and everything holds",
  subnet: 65,
  hosts: ["www.brass-bell.test"],
  zone: "America/Vancouver",
  begin: "2026-08-21T18:00:00Z",
  template: "json",
  calibration: false,
  perSecond: 18,
  inject: (context) => {
    context.traffic.perSecond = 54;
  },
  remove: (context) => {
    context.traffic.perSecond = 18;
  },
});
