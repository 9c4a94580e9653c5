import type { FormatDefinition } from "./format-definition";
import { caddyAccess } from "@/core/formats/caddy/caddy-access";
import { caddyConsole } from "@/core/formats/caddy/caddy-console";
import { caddyError } from "@/core/formats/caddy/caddy-error";
import { apisixJson } from "@/core/formats/clouds/apisix-json";
import { azureAppGateway } from "@/core/formats/clouds/azure-app-gateway";
import { azureEvent } from "@/core/formats/clouds/azure-event";
import { azureFrontDoor } from "@/core/formats/clouds/azure-front-door";
import { cloudflareHttp } from "@/core/formats/clouds/cloudflare-http";
import { ecsAccess } from "@/core/formats/clouds/ecs-access";
import { flyProxy } from "@/core/formats/clouds/fly-proxy";
import { gcpEvent } from "@/core/formats/clouds/gcp-event";
import { gcpLoadBalancer } from "@/core/formats/clouds/gcp-load-balancer";
import { kongJson } from "@/core/formats/clouds/kong-json";
import { vercelJson } from "@/core/formats/clouds/vercel-json";
import { envoyDefault } from "@/core/formats/envoy/envoy-default";
import { envoyError } from "@/core/formats/envoy/envoy-error";
import { envoyJson } from "@/core/formats/envoy/envoy-json";
import { envoyTemplate } from "@/core/formats/envoy/envoy-template";
import { istio } from "@/core/formats/envoy/istio";
import { apisix } from "@/core/formats/nginx/apisix";
import { ingressNginx } from "@/core/formats/nginx/ingress-nginx";
import { ingressNginxController } from "@/core/formats/nginx/ingress-nginx-controller";
import { kong } from "@/core/formats/nginx/kong";
import { nginxCombined } from "@/core/formats/nginx/nginx-combined";
import { nginxError } from "@/core/formats/nginx/nginx-error";
import { nginxJson } from "@/core/formats/nginx/nginx-json";
import { nginxMain } from "@/core/formats/nginx/nginx-main";
import { phpFpm } from "@/core/formats/runtimes/php-fpm";
import { pinoHttp } from "@/core/formats/runtimes/pino-http";
import { traefikClf } from "@/core/formats/traefik/traefik-clf";
import { traefikError } from "@/core/formats/traefik/traefik-error";
import { traefikJson } from "@/core/formats/traefik/traefik-json";
import { nginxProxyManager } from "@/core/formats/nginx/nginx-proxy-manager";
import { nginxProxyManagerStandard } from "@/core/formats/nginx/nginx-proxy-manager-standard";
import { nginxTemplate } from "@/core/formats/nginx/nginx-template";
import { createPeel } from "./peel-line";
import { zoneOffset } from "./zone-offset";
import { mixReaders } from "./mix-readers";
import { guessDialect } from "./guess-dialect";
import type { Escape, FormatChoice, LineReader, OpenOptions, Problem } from "./line-reader";

/** Every format Gumshoe reads. Order has no meaning; `precedence` decides between formats that both fit. */
export const FORMATS: readonly FormatDefinition[] = [
  nginxCombined,
  nginxMain,
  ingressNginx,
  ingressNginxController,
  kong,
  apisix,
  nginxProxyManager,
  nginxProxyManagerStandard,
  nginxJson,
  nginxTemplate,
  nginxError,
  phpFpm,
  pinoHttp,
  caddyAccess,
  caddyConsole,
  caddyError,
  envoyDefault,
  istio,
  envoyJson,
  envoyTemplate,
  envoyError,
  traefikClf,
  traefikJson,
  traefikError,
  apisixJson,
  azureAppGateway,
  azureEvent,
  azureFrontDoor,
  cloudflareHttp,
  ecsAccess,
  flyProxy,
  gcpEvent,
  gcpLoadBalancer,
  kongJson,
  vercelJson,
];

/** The format of this id; null when there is none. */
export function formatById(id: string): FormatDefinition | null {
  return FORMATS.find((format) => format.id === id) ?? null;
}

/**
 * A fresh reader for one thread, with its companions and whatever else the choice says stands in the file. A problem names an unknown
 * id, or what is wrong with the format string.
 */
export function openFormat(choice: FormatChoice, options: OpenOptions): LineReader | Problem {
  const settings = { ...options, referenceMs: choice.referenceMs ?? options.referenceMs ?? null };
  const first = openAlone(choice, settings);
  if ("problem" in first) return first;
  const companions = (formatById(choice.id)?.companions ?? []).map((id) => plainChoice(id));
  const others: LineReader[] = [];
  for (const each of [...companions, ...(choice.also ?? [])]) {
    const reader = openAlone(each, settings);
    if ("problem" in reader) return reader;
    others.push(reader);
  }
  const zone = zoneOffset(options.timezone);
  if (typeof zone !== "function") return zone;
  return { ...mixReaders(first, others), peel: createPeel(choice.wrappers ?? [], zone, settings.referenceMs) };
}

/**
 * The choice that reads by a format string: of `dialect`, or of the one it looks like. A problem where no product writes such strings,
 * or what is wrong with this one.
 */
export function templateChoice(
  template: string,
  escape: Escape,
  dialect = guessDialect(template),
): FormatChoice | Problem {
  let problem: Problem = {
    problem:
      "This is no format string that Gumshoe knows: give one of nginx, Apache, HAProxy, Envoy, Squid or W3C (#Fields: …).",
  };
  for (const format of FORMATS) {
    if (dialect === null || format.dialect !== dialect) continue;
    const choice: FormatChoice = { id: format.id, template, escape };
    const opened = openAlone(choice, { timezone: null });
    if (!("problem" in opened)) return choice;
    problem = opened;
  }
  return problem;
}

/** The choice of a format that needs no string. */
export function plainChoice(id: string): FormatChoice {
  return { id, template: null, escape: "default" };
}

function openAlone(choice: FormatChoice, options: OpenOptions): LineReader | Problem {
  const format = formatById(choice.id);
  if (format) return format.open(choice, options);
  const known = FORMATS.map((each) => each.id).join(", ");
  return { problem: `There is no format called “${choice.id}”. Known formats: ${known}.` };
}
