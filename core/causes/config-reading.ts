import type { Evidence } from "@/core/evidence/evidence";
import type { ConfigRoute, Placed } from "@/core/configs/proxy-config";

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** nginx's time syntax (`60s`, `1m 30s`, `500ms`, a bare number of seconds) in milliseconds; null when it is not a time. */
export function durationValue(text: string): number | null {
  const value = text.trim();
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  if (!/^(\d+(ms|s|m|h|d)\s*)+$/.test(value)) return null;
  let total = 0;
  for (const match of value.matchAll(/(\d+)(ms|s|m|h|d)/g)) total += Number(match[1]) * (UNITS[match[2] ?? "s"] ?? 0);
  return total;
}

/** nginx's size syntax (`4k`, `8 16k` takes the last word, `1m`, bytes) in bytes; null when it is not a size. */
export function sizeValue(text: string): number | null {
  const match = /(\d+)([kKmMgG]?)$/.exec(text.trim());
  if (match === null) return null;
  const unit = { "": 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }[(match[2] ?? "").toLowerCase()] ?? 1;
  return Number(match[1]) * unit;
}

/** Every place where a directive is set; [] when it is not or there is no config. */
export function directive(evidence: Evidence, name: string): Placed<string>[] {
  return evidence.config?.directives[name] ?? [];
}

/** Places that hand requests on; [] without a config. */
export function configRoutes(evidence: Evidence): ConfigRoute[] {
  return evidence.config?.routes ?? [];
}

/** `nginx.conf:33`, `conf.d/app.conf:7`: folder and name, which is what people call a file, not the whole path it was read from. */
export function place(placed: { file: string; line: number }): string {
  const [folder, name] = placed.file.split("/").slice(-2);
  const known =
    name === undefined
      ? folder
      : /^(nginx|etc|)$/.test(folder ?? "") || name === "nginx.conf"
        ? name
        : `${folder ?? ""}/${name}`;
  return `${known ?? placed.file}:${placed.line.toString()}`;
}

/** `ip:port` of a TCP peer taken apart, IPv6 in brackets; null for unix sockets, names without a port and group names. */
export function hostAndPort(address: string): { host: string; port: string } | null {
  const match = /^(\[[0-9a-fA-F:.]+\]|[^:[\]/\s]+):(\d{1,5})$/.exec(address);
  return match?.[1] === undefined || match[2] === undefined ? null : { host: match[1], port: match[2] };
}
