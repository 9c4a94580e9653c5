import { isApacheConfig, parseApacheConfig } from "./parse-apache-config";
import { isCaddyJson, parseCaddyJson } from "./parse-caddy-json";
import { isCaddyfile, parseCaddyfile } from "./parse-caddyfile";
import { isEnvoyConfig, parseEnvoyConfig } from "./parse-envoy-config";
import { isHaproxyConfig, parseHaproxyConfig } from "./parse-haproxy-config";
import { isNginxConfig, parseNginxConfig } from "./parse-nginx-config";
import { isSquidConfig, parseSquidConfig } from "./parse-squid-config";
import { isTraefikConfig, parseTraefikConfig } from "./parse-traefik-config";
import { isVarnishConfig, parseVarnishConfig } from "./parse-varnish-config";
import type { ConfigProduct, ProxyConfig } from "./proxy-config";
import type { ConfigFile } from "./resolve-includes";

/** Reads the configuration language of one product. */
export interface ConfigReader {
  product: ConfigProduct;
  /** "HAProxy configuration" */
  title: string;
  /** Is this the beginning of such a file? Never throws, and looks at 200,000 characters at most. */
  fits: (text: string, fileName: string) => boolean;
  /** A longer file is refused. */
  mostCharacters: number;
  /** All files of one system as one configuration. Never throws: what cannot be read is left out, with a note where it is worth one. */
  parse: (files: readonly ConfigFile[]) => ProxyConfig;
}

/** A longer file is no configuration that somebody wrote, and reading it would hold up everything else. */
const MiB = 1 << 20;
const MOST_CHARACTERS = 4 * MiB;
/** Recognising looks at no more than this. */
const HEAD = 200_000;

const NGINX: ConfigReader = {
  product: "nginx",
  title: "nginx configuration",
  fits: isNginxConfig,
  // Controllers generate an nginx.conf of many MiB, and it is read quickly.
  mostCharacters: 16 * MiB,
  parse: parseNginxConfig,
};

const reader = (
  product: ConfigProduct,
  title: string,
  fits: ConfigReader["fits"],
  parse: ConfigReader["parse"],
): ConfigReader => ({ product, title, fits, parse, mostCharacters: MOST_CHARACTERS });

/** The first that fits reads a file: those with marks of their own come before nginx, whose words others share. */
export const CONFIG_READERS: readonly ConfigReader[] = [
  reader("varnish", "Varnish configuration (VCL)", isVarnishConfig, parseVarnishConfig),
  reader("envoy", "Envoy configuration", isEnvoyConfig, parseEnvoyConfig),
  reader("caddy", "Caddy configuration (JSON)", isCaddyJson, parseCaddyJson),
  reader("traefik", "Traefik configuration", isTraefikConfig, parseTraefikConfig),
  reader("apache", "Apache configuration", isApacheConfig, parseApacheConfig),
  NGINX,
  reader("caddy", "Caddyfile", isCaddyfile, parseCaddyfile),
  reader("haproxy", "HAProxy configuration", isHaproxyConfig, parseHaproxyConfig),
  reader("squid", "Squid configuration", isSquidConfig, parseSquidConfig),
];

/** The reader of a configuration, by its beginning and the file's name; null for anything else. */
export function recogniseConfig(text: string, fileName: string): ConfigReader | null {
  const head = text.slice(0, HEAD);
  return CONFIG_READERS.find((reader) => reader.fits(head, fileName)) ?? null;
}

/** Files of one language, for its reader. */
export interface ConfigGroup {
  reader: ConfigReader;
  /** Those that are not too long to read. */
  files: ConfigFile[];
  tooLong: ConfigFile[];
}

/**
 * The files of each reader together, so that includes find their files. A file that nobody recognises (a fragment that another
 * includes) goes to the first reader of the others, to nginx where there is none.
 */
export function groupConfigs(files: readonly ConfigFile[]): ConfigGroup[] {
  const groups = new Map<ConfigReader, ConfigFile[]>();
  const add = (to: ConfigReader, file: ConfigFile) => groups.set(to, [...(groups.get(to) ?? []), file]);
  const fragments: ConfigFile[] = [];
  for (const file of files) {
    const found = recogniseConfig(file.text, file.name);
    if (found === null) fragments.push(file);
    else add(found, file);
  }
  const rest = groups.keys().next().value ?? NGINX;
  for (const fragment of fragments) add(rest, fragment);
  return [...groups].map(([reader, own]) => ({
    reader,
    files: own.filter(({ text }) => text.length <= reader.mostCharacters),
    tooLong: own.filter(({ text }) => text.length > reader.mostCharacters),
  }));
}

/** Reads the configuration files of one system. */
export function readConfigs(files: readonly ConfigFile[]): ProxyConfig[] {
  return groupConfigs(files).map(readGroup);
}

function readGroup({ reader, files, tooLong }: ConfigGroup): ProxyConfig {
  const config = reader.parse(files);
  const notes = tooLong.map(({ name: file }) => {
    const most = `${(reader.mostCharacters / MiB).toString()} MiB`;
    const value = `${file} has more than ${most} and was left out. Give the parts that name upstreams, routes and time-outs.`;
    return { value, file, line: 1 };
  });
  return { ...config, notes: [...config.notes, ...notes] };
}
