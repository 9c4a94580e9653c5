import { control } from "../quiet.mjs";

export default control({
  id: "control-torn-log",
  title: "nothing happens; the log was cut from a longer one and begins and ends inside a line",
  subnet: 91,
  hosts: ["www.half-moon.test", "cdn.half-moon.test"],
  perSecond: 22,
  zone: "Asia/Yangon",
  begin: "2026-02-20T01:00:00Z",
  template: "diag",
  errorLog: false,
  calibration: true,
  torn: true,
});
