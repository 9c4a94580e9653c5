import base from "./one-of-three-down.mjs";

const hosts = ["www.lost-key.test", "api.lost-key.test"];

export default {
  ...base,
  id: "log-begins-inside",
  title: "the log was rotated while one of three servers was down: it begins inside the incident",
  subnet: 96,
  template: "short",
  zone: "America/Denver",
  begin: "2026-05-05T18:00:00Z",
  errorLog: true,
  config: false,
  calibration: true,
  span: "sinceInjected",
  hosts,
  http: (context) => base.http(context).replaceAll("lantern-shop", "lost-key"),
};
