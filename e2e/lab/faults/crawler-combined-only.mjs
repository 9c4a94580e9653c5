import base from "./abusive-client.mjs";

const hosts = ["data.tall-pine.test"];

export default {
  ...base,
  id: "crawler-combined-only",
  title: "one crawler hammers an export that closes the connection; nothing but a combined access log",
  subnet: 100,
  template: "combined",
  zone: "Europe/Riga",
  begin: "2026-02-11T23:00:00Z",
  errorLog: false,
  config: false,
  calibration: true,
  hosts,
  http: (context) => base.http(context).replaceAll("www.dry-meadow.test", hosts[0]),
  incident: ({ context }) => ({
    ...base.incident({ context }),
    acceptableCauses: ["abusive-client", "premature-close", "upstream-crash", "undetermined"],
  }),
};
