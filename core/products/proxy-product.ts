/** Whose words a diagnosis speaks: products with directives, commands and habits of their own. */
export const PROXY_PRODUCTS = [
  ...(["nginx", "haproxy", "apache", "caddy", "envoy", "traefik", "varnish", "squid"] as const),
  ...(["aws-alb", "cloudfront", "cloudflare", "gcp-lb", "azure", "iis", "other"] as const),
] as const;

export type ProxyProduct = (typeof PROXY_PRODUCTS)[number];

/**
 * Products by words of their names, the specific before the general: "Apache APISIX" is nginx inside, "API Gateway" is no balancer.
 * A word stands for itself and for names that begin with it.
 */
const BY_WORD: readonly (readonly [string, ProxyProduct])[] = [
  ...(["apisix", "kong", "openresty", "tengine", "angie", "freenginx", "nginx", "ingress-nginx"] as const).map(
    (word) => [word, "nginx"] as const,
  ),
  ["haproxy", "haproxy"],
  ["istio", "envoy"],
  ["envoy", "envoy"],
  ["contour", "envoy"],
  ["caddy", "caddy"],
  ["traefik", "traefik"],
  ["varnish", "varnish"],
  ["squid", "squid"],
  ["cloudfront", "cloudfront"],
  ["cloudflare", "cloudflare"],
  ["alb", "aws-alb"],
  ["elb", "aws-alb"],
  ["elastic load balancing", "aws-alb"],
  ["application load balancer", "aws-alb"],
  ["classic load balancer", "aws-alb"],
  ["network load balancer", "aws-alb"],
  ["cloud run", "other"],
  ["google cloud load balanc", "gcp-lb"],
  ["cloud load balancing", "gcp-lb"],
  ["google cloud", "gcp-lb"],
  ["gcp", "gcp-lb"],
  ["azure", "azure"],
  ["application gateway", "azure"],
  ["front door", "azure"],
  ["iis", "iis"],
  ["internet information services", "iis"],
  ["http.sys", "iis"],
  ["httpd", "apache"],
  ["mod_jk", "apache"],
  ["apache", "apache"],
];

/** The product that a format's maker names, `Istio` → envoy; "other" for a name that is not known, and for "". */
export function productOf(name: string): ProxyProduct {
  const spoken = name.toLowerCase();
  const found = BY_WORD.find(([word]) => {
    const at = spoken.indexOf(word);
    return at >= 0 && !/[a-z0-9]/.test(spoken.charAt(at - 1));
  });
  return found?.[1] ?? "other";
}
