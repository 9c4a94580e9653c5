import { ApacheProcess } from "./apache-process.mjs";
import { CaddyProcess } from "./caddy-process.mjs";
import { HaproxyProcess } from "./haproxy-process.mjs";
import { NginxTier } from "./nginx-tier.mjs";
import { SquidProcess } from "./squid-process.mjs";
import { VarnishProcess } from "./varnish-process.mjs";

/**
 * The proxies that a tier can be, by the name that a fault gives in `product`. Each offers `write(setup)`, `start()`, `reload()`,
 * `stop()`, and after that `accessLines()`, `errorLines()`, `shownConfig(setup)` and `visible(hasErrorLog)`.
 */
export const PRODUCTS = {
  nginx: NginxTier,
  haproxy: HaproxyProcess,
  apache: ApacheProcess,
  caddy: CaddyProcess,
  varnish: VarnishProcess,
  squid: SquidProcess,
};
