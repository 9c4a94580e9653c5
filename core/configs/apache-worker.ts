import type { ConfigWriter, Place } from "./config-writer";
import type { ConfigUpstream, Scheme } from "./proxy-config";
import { readDurationMs, readSizeBytes } from "./read-duration";

/**
 * What the `key=value` words behind a worker's URL mean (`ProxyPass`, `BalancerMember`, `ProxySet`). Seconds, unless a unit is written;
 * `acquire` in milliseconds.
 * Source: https://httpd.apache.org/docs/2.4/mod/mod_proxy.html#workers
 */
export function readApacheWorker(
  writer: ConfigWriter,
  group: ConfigUpstream,
  parameters: readonly string[],
  place: Place,
): void {
  const scope = group.name;
  for (const parameter of parameters) {
    const cut = parameter.indexOf("=");
    if (cut < 0) continue;
    const directive = parameter.slice(0, cut).toLowerCase();
    const written = parameter.slice(cut + 1);
    const meaning = { directive, written, scope };
    const ms = readDurationMs(written);
    if (directive === "timeout") writer.timer({ ...meaning, kind: "read", ms }, place);
    else if (directive === "connectiontimeout") writer.timer({ ...meaning, kind: "connect", ms }, place);
    else if (directive === "ttl") writer.timer({ ...meaning, kind: "idle-upstream", ms }, place);
    else if (directive === "retry") writer.timer({ ...meaning, kind: "aside", ms }, place);
    else if (directive === "acquire")
      writer.timer({ ...meaning, kind: "queue", ms: readDurationMs(written, 1) }, place);
    else if (directive === "hcinterval") writer.timer({ ...meaning, kind: "health-interval", ms }, place);
    else if (directive === "hcuri" || directive === "hcmethod")
      writer.healthCheck({ ...meaning, path: directive === "hcuri" ? written : null }, place);
    else if (directive === "max") writer.limit({ ...meaning, kind: "server-connections" }, place);
    else if (directive === "responsefieldsize")
      writer.buffer({ ...meaning, kind: "response-header", bytes: readSizeBytes(written) }, place);
    else if (directive === "maxattempts") writer.retry({ ...meaning, times: Number(written) || 0, on: [] }, place);
    else if (directive === "disablereuse" || directive === "enablereuse") {
      const on = (directive === "enablereuse") === /^on$/i.test(written);
      writer.keepalive({ ...meaning, on, byDefault: false }, place);
    }
  }
}

/** Workers keep their connections unless they are told not to; those that speak FastCGI have to be told to. */
export function keepsByDefault(scheme: Scheme | null, parameters: readonly string[]): boolean {
  return scheme !== "fastcgi" && !parameters.some((each) => /^(?:dis|en)ablereuse=/i.test(each));
}
