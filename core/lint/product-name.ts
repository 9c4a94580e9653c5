import type { ConfigProduct } from "@/core/configs/proxy-config";

const NAMES: Record<ConfigProduct, string> = {
  ...{ nginx: "nginx", haproxy: "HAProxy", apache: "Apache", caddy: "Caddy" },
  ...{ envoy: "Envoy", traefik: "Traefik", varnish: "Varnish", squid: "Squid" },
};

export function productName(product: ConfigProduct): string {
  return NAMES[product];
}
