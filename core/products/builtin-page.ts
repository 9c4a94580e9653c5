import type { ProxyProduct } from "./proxy-product";

/** Whether an answer of so many bytes is one that the product makes itself for this status. */
type IsOwn = (bytes: number, status: number) => boolean;

/** By status: the sizes of the pages themselves. */
const sizes =
  (bySize: Record<number, readonly number[]>): IsOwn =>
  (bytes, status) =>
    bySize[status]?.includes(bytes) ?? false;

/**
 * Sizes of built-in error pages. A product is absent where its pages have no size of their own (Apache's name the host, Envoy's the
 * reason), or where the operator's own page stands in their place as a rule (CDNs).
 * Sources: nginx/nginx:src/http/ngx_http_special_response.c, haproxy/haproxy:src/http.c (`%B` counts the header too),
 * traefik/traefik:pkg/proxy/httputil, varnishcache/varnish-cache:bin/varnishd/builtin.vcl, caddyserver/caddy:modules/caddyhttp/reverseproxy
 */
const OWN: Partial<Record<ProxyProduct, IsOwn>> = {
  // By version and status, and 402 more for the browsers it pads them for. Logs of an unknown writer are mostly nginx's.
  nginx: (bytes) => (bytes >= 150 && bytes <= 182) || (bytes >= 550 && bytes <= 579),
  other: (bytes) => (bytes >= 150 && bytes <= 182) || (bytes >= 550 && bytes <= 579),
  haproxy: sizes({ 502: [209], 503: [217], 504: [198] }),
  caddy: (bytes) => bytes === 0,
  // “Guru Meditation” with the request's number, of one to ten digits; nothing for a HEAD. Measured with Varnish 7.1.
  varnish: (bytes, status) => status === 503 && (bytes === 0 || (bytes >= 278 && bytes <= 287)),
  // The bare reason phrase.
  traefik: sizes({ 500: [21], 502: [11], 503: [19], 504: [15] }),
};

/** Has the answer the size of the product's own page for this status? Null where its pages have no size of their own. */
export function isBuiltinPage(product: ProxyProduct, bytes: number, status: number): boolean | null {
  return OWN[product]?.(bytes, status) ?? null;
}
