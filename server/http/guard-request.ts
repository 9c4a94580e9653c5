import type { IncomingMessage } from "node:http";

/** An answer given at the gate instead of the application's. */
export type Refusal = { status: number; text: string };

export const isLoopback = (hostname: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(hostname);

/**
 * DNS rebinding: a hostile page may point its own name at 127.0.0.1 and then talk to this server as if to itself. Its
 * requests carry its own name in Host, so on loopback without a password only loopback names are answered.
 */
export function refuseForeignHost(request: IncomingMessage): Refusal | null {
  const hostname = hostnameOf(`http://${request.headers.host ?? ""}`);
  if (hostname !== null && isLoopback(hostname)) return null;
  return { status: 421, text: "This server answers only to localhost. Open it under http://localhost with its port." };
}

/**
 * Cross-site writes: a page elsewhere may make the browser send a form or a fetch here. Browsers say where such a request
 * comes from; scripts such as curl say nothing and may pass.
 */
export function refuseCrossSiteWrite(request: IncomingMessage): Refusal | null {
  if (["GET", "HEAD", "OPTIONS"].includes(request.method ?? "")) return null;
  const { origin, host, "sec-fetch-site": site } = request.headers;
  const foreignSite = site !== undefined && site !== "same-origin" && site !== "none";
  const foreignOrigin = origin !== undefined && !isSameHost(origin, host ?? "");
  if (!foreignSite && !foreignOrigin) return null;
  return { status: 403, text: "Refused: this change was asked for by another site." };
}

function parse(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}

function hostnameOf(url: string): string | null {
  return parse(url)?.hostname ?? null;
}

/** Compares without the scheme, which a proxy in front may have changed. An opaque origin has no host and equals none. */
function isSameHost(origin: string, host: string): boolean {
  const from = parse(origin);
  if (from === null || from.host === "") return false;
  return from.host === parse(`${from.protocol}//${host}`)?.host;
}
