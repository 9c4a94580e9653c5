import { findProgram } from "./find-program.mjs";

/** The proxies that the lab starts, by the names of their Debian packages, and the programs it needs of each. */
export const PROXY_PROGRAMS = [
  { product: "nginx", programs: ["nginx"] },
  { product: "haproxy", programs: ["haproxy"] },
  { product: "apache2", programs: ["apache2"] },
  { product: "caddy", programs: ["caddy"] },
  { product: "varnish", programs: ["varnishd", "varnishncsa", "varnishlog", "varnishadm"] },
  { product: "squid", programs: ["squid"] },
];

/** Those that this machine has not. */
export const missingProxies = () =>
  PROXY_PROGRAMS.filter(({ programs }) => programs.some((program) => findProgram(program) === null)).map(
    ({ product }) => product,
  );
