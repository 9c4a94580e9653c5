import type { ProxyConfig } from "@/core/configs/proxy-config";

/** Several configs of one system read as one; null when there is none. */
export function mergeConfigs(configs: readonly ProxyConfig[]): ProxyConfig | null {
  const first = configs[0];
  if (!first || configs.length === 1) return first ?? null;
  const directives: ProxyConfig["directives"] = {};
  for (const config of configs) {
    for (const [name, values] of Object.entries(config.directives))
      directives[name] = [...(directives[name] ?? []), ...values];
  }
  return {
    product: first.product,
    files: configs.flatMap((config) => config.files),
    upstreams: configs.flatMap((config) => config.upstreams),
    routes: configs.flatMap((config) => config.routes),
    directives,
    logFormats: configs.flatMap((config) => config.logFormats),
    accessLogs: configs.flatMap((config) => config.accessLogs),
    deliberateErrors: configs.flatMap((config) => config.deliberateErrors),
  };
}
