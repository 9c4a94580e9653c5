import { control } from "../quiet.mjs";

export default control({
  id: "control-scanner-storm",
  title: "a scanner asks for hundreds of files that are not there: 404, nothing fails",
  subnet: 64,
  hosts: ["www.oak-cellar.test"],
  zone: "Europe/Oslo",
  begin: "2026-07-14T02:00:00Z",
  template: "combined",
  errorLog: false,
  inject: (context) => {
    context.scan = setInterval(() => {
      context.traffic.send({
        method: "GET",
        path: `/old/${Math.floor(context.random() * 9999)}.php`,
        client: "198.51.100.9",
        agent: "masscan/1.3",
      });
    }, 40);
  },
  remove: ({ scan }) => clearInterval(scan),
  cleanUp: ({ scan }) => clearInterval(scan),
});
