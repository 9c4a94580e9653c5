import type { ConfigGroup, ConfigReader } from "@/core/configs/config-registry";
import { readApacheTree } from "@/core/configs/parse-apache-config";
import { readNginxTree } from "@/core/configs/parse-nginx-config";
import { readVarnishTree } from "@/core/configs/parse-varnish-config";
import type { ConfigProduct, ConfigUpstream, ProxyConfig } from "@/core/configs/proxy-config";
import { readHaproxySections, type Section } from "@/core/configs/read-haproxy-sections";
import type { ConfigFile } from "@/core/configs/resolve-includes";
import { blockScopes, type BlockScope } from "./block-scope";
import { nginxPasses, type NginxPass } from "./nginx-passes";

/** The configuration of one proxy, as rules look at it. */
export interface LintSystem {
  product: ConfigProduct;
  config: ProxyConfig;
  files: readonly ConfigFile[];
  /** Is the main file among them? Where it is not, what a rule misses may be written there. */
  whole: boolean;
  /** Blocks of nginx, Apache and Varnish; [] for others. */
  scopes: BlockScope[];
  /** Where nginx hands requests on; [] for others. */
  passes: NginxPass[];
  /** Upstream groups by name. */
  groups: ReadonlyMap<string, ConfigUpstream>;
  /** Sections of HAProxy; [] for others. */
  sections: Section[];
}

/** Marks of the file that a product is started with. */
const MAIN: Partial<Record<ConfigProduct, RegExp>> = {
  nginx: /^[ \t]*(?:http|events)[ \t\r\n]*\{/m,
  haproxy: /^global\b/m,
  apache: /^[ \t]*(?:ServerRoot|LoadModule|Listen)[ \t]/im,
};

/**
 * Takes the files of one installation apart into the configurations of its proxies. Two main files of one product are two proxies, and
 * each of the other files belongs to the one that it lies next to.
 */
export function readLintSystems(groups: readonly ConfigGroup[]): LintSystem[] {
  return groups.flatMap(({ reader, files }) => apart(reader, files).map((part) => lintSystem(reader, part)));
}

function apart({ product }: ConfigReader, files: readonly ConfigFile[]): ConfigFile[][] {
  const main = product === "apache" ? undefined : MAIN[product];
  const roots = main === undefined ? [] : files.filter(({ text }) => main.test(text));
  if (roots.length < 2) return [[...files]];
  const parts = new Map(roots.map((root) => [root, [root]]));
  for (const file of files) {
    if (parts.has(file)) continue;
    const nearest = roots.reduce((best, root) => (sharedPath(file, root) > sharedPath(file, best) ? root : best));
    parts.get(nearest)?.push(file);
  }
  return [...parts.values()];
}

/** Characters that two paths have in common from their beginning. */
function sharedPath({ name: one }: ConfigFile, { name: other }: ConfigFile): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}

function lintSystem({ product, parse }: ConfigReader, files: readonly ConfigFile[]): LintSystem {
  const main = MAIN[product];
  const config = parse(files);
  const scopes = scopesOf(product, files);
  const groups = new Map(config.upstreams.map((group) => [group.name, group]));
  return {
    product,
    config,
    files,
    whole: main === undefined || files.some(({ text }) => main.test(text)),
    scopes,
    passes: product === "nginx" ? nginxPasses(scopes, groups) : [],
    groups,
    sections: product === "haproxy" ? readHaproxySections(files) : [],
  };
}

function scopesOf(product: ConfigProduct, files: readonly ConfigFile[]): BlockScope[] {
  if (product === "nginx") return blockScopes(readNginxTree(files));
  if (product === "apache") return blockScopes(readApacheTree(files));
  return product === "varnish" ? blockScopes(readVarnishTree(files)) : [];
}
