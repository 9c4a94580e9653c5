import base from "./header-too-big.mjs";

export default {
  ...base,
  id: "header-too-big-access-only",
  title: "cookies grow beyond proxy_buffer_size; access log with byte counts alone",
  subnet: 41,
  zone: "America/Sao_Paulo",
  begin: "2026-03-24T18:00:00Z",
  errorLog: false,
  config: false,
  calibration: false,
  incident: (given) => ({
    ...base.incident(given),
    acceptableCauses: ["header-too-big", "invalid-response"],
    acceptableCategories: ["config", "upstream"],
  }),
};
