import type { Directive } from "@/core/configs/config-directive";
import { readTarget } from "@/core/configs/read-target";
import type { ConfigUpstream } from "@/core/configs/proxy-config";
import { around, type BlockScope } from "./block-scope";

/** A `proxy_pass` or one of its kin in an `http` configuration. */
export interface NginxPass {
  directive: Directive;
  /** `proxy`, `fastcgi`, `grpc`, …: what its settings begin with. */
  protocol: string;
  /** As written, `https://app:8443/api/`. */
  target: string;
  /** Over TLS? */
  secure: boolean;
  /** Host and port or group, as written: `app:8443`; "" for sockets. */
  authority: string;
  /** The block it stands in. */
  scope: BlockScope;
  server: BlockScope | null;
  group: ConfigUpstream | null;
}

const PASS = /^(proxy|fastcgi|uwsgi|scgi|grpc|memcached)_pass$/;

/** Where an nginx configuration hands requests on; those of `stream` are not requests. */
export function nginxPasses(scopes: readonly BlockScope[], groups: ReadonlyMap<string, ConfigUpstream>): NginxPass[] {
  return scopes.flatMap((scope) => {
    if (around(scope, "stream") !== null) return [];
    return scope.level.flatMap((directive) => {
      const protocol = PASS.exec(directive.name)?.[1];
      const target = directive.args[0] ?? "";
      if (protocol === undefined || directive.block !== null || target === "") return [];
      const authority = /^(?:[a-z]+:\/\/)?(unix:)?([^/?]*)/.exec(target);
      const host = authority?.[1] === undefined ? (authority?.[2] ?? "") : "";
      const secure = /^(?:https|grpcs):/.test(target);
      const group = groups.get(host) ?? null;
      return [{ directive, protocol, target, secure, authority: host, scope, server: around(scope, "server"), group }];
    });
  });
}

/** Host names of a pass that are looked up: not addresses, groups, variables or `localhost`. */
export function passedName({ authority, group }: NginxPass): string | null {
  if (group !== null || authority.includes("$")) return null;
  return hostName(authority);
}

/** The host of `app.example.com:443` where it is a name; null for addresses, sockets and `localhost`. */
export function hostName(address: string): string | null {
  if (address.startsWith("unix:") || address.startsWith("[")) return null;
  const host = (readTarget(address).address ?? address).replace(/:\d+$/, "");
  const isAddress = /^[\d.]+$/.test(host) || host.includes(":");
  return isAddress || host === "" || host === "localhost" || !/^[\w.-]+$/.test(host) ? null : host;
}
