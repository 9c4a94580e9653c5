import type { Scheme } from "./proxy-config";

/** Where requests are handed on to, from a URL as proxies write it. */
export interface Target {
  scheme: Scheme | null;
  /** `host:port` with the scheme's own port where none is written, or `unix:/path`; null for a variable. */
  address: string | null;
}

const SCHEMES: Record<string, { scheme: Scheme; port: number | null }> = {
  http: { scheme: "http", port: 80 },
  https: { scheme: "https", port: 443 },
  ws: { scheme: "http", port: 80 },
  wss: { scheme: "https", port: 443 },
  h2: { scheme: "h2", port: 443 },
  h2c: { scheme: "h2c", port: 80 },
  fcgi: { scheme: "fastcgi", port: 8000 },
  ajp: { scheme: "ajp", port: 8009 },
  scgi: { scheme: "scgi", port: 4000 },
  uwsgi: { scheme: "uwsgi", port: null },
  tcp: { scheme: "tcp", port: null },
};

/** `https://10.0.0.1:8443/app`, `unix:/run/app.sock|fcgi://localhost`, `localhost:8080`; null parts where it does not say. */
export function readTarget(url: string): Target {
  const bar = /^unix:([^|]+)\|([a-z0-9]+):/i.exec(url);
  if (bar !== null) {
    return { scheme: SCHEMES[(bar[2] ?? "").toLowerCase()]?.scheme ?? null, address: `unix:${bar[1] ?? ""}` };
  }
  const [, written = "", authority = ""] = /^(?:([a-z][a-z0-9+]*):\/\/)?([^/?#\s]*)/i.exec(url) ?? [];
  const known = SCHEMES[written.toLowerCase().replace(/^unix\+/, "")];
  const scheme = known?.scheme ?? null;
  const socket = /^unix(?:\+\w+)?(?::|\/)\/*(\/.*)$/.exec(url)?.[1];
  if (socket !== undefined) return { scheme, address: `unix:${socket}` };
  const host = authority.replace(/^[^@]*@/, "");
  if (host === "" || /[${}]/.test(host)) return { scheme, address: null };
  const port = known?.port ?? null;
  if (/:\d{1,5}$/.test(host) || port === null) return { scheme, address: host };
  return { scheme, address: `${host}:${port.toString()}` };
}
