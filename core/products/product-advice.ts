import { adviceOfNobody } from "./advice-of-nobody";
import { albAdvice } from "./aws-alb";
import { apacheAdvice } from "./apache";
import { azureAdvice } from "./azure";
import { caddyAdvice } from "./caddy";
import { cloudflareAdvice } from "./cloudflare";
import { cloudfrontAdvice } from "./cloudfront";
import { envoyAdvice } from "./envoy";
import { gcpAdvice } from "./gcp-lb";
import { haproxyAdvice } from "./haproxy";
import { iisAdvice } from "./iis";
import { nginxAdvice } from "./nginx";
import type { Advice } from "./advice";
import type { ProxyProduct } from "./proxy-product";
import { squidAdvice } from "./squid";
import { traefikAdvice } from "./traefik";
import { varnishAdvice } from "./varnish";

const ADVICE: Record<ProxyProduct, Advice> = {
  nginx: nginxAdvice,
  haproxy: haproxyAdvice,
  apache: apacheAdvice,
  caddy: caddyAdvice,
  envoy: envoyAdvice,
  traefik: traefikAdvice,
  varnish: varnishAdvice,
  squid: squidAdvice,
  "aws-alb": albAdvice,
  cloudfront: cloudfrontAdvice,
  cloudflare: cloudflareAdvice,
  "gcp-lb": gcpAdvice,
  azure: azureAdvice,
  iis: iisAdvice,
  other: adviceOfNobody,
};

/** What is known of a product: its name, its commands, its directives. */
export function adviceFor(product: ProxyProduct): Advice {
  return ADVICE[product];
}
