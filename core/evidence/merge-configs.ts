import type { ProxyConfig } from "@/core/configs/proxy-config";

/** Several configs of one system read as one; null when there is none. The product is that of the first. */
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
    timers: configs.flatMap((config) => config.timers),
    retries: configs.flatMap((config) => config.retries),
    resolvers: configs.flatMap((config) => config.resolvers),
    tls: configs.flatMap((config) => config.tls),
    buffers: configs.flatMap((config) => config.buffers),
    keepaliveUpstream: configs.flatMap((config) => config.keepaliveUpstream),
    limits: configs.flatMap((config) => config.limits),
    healthChecks: configs.flatMap((config) => config.healthChecks),
    notes: configs.flatMap((config) => config.notes),
  };
}
