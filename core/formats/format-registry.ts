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
import { haproxyClf } from "@/core/formats/haproxy/haproxy-clf";
import { haproxyEvents } from "@/core/formats/haproxy/haproxy-events";
import { haproxyHttp } from "@/core/formats/haproxy/haproxy-http";
import { haproxyJson } from "@/core/formats/haproxy/haproxy-json";
import { haproxyTcp } from "@/core/formats/haproxy/haproxy-tcp";
import { haproxyTemplate } from "@/core/formats/haproxy/haproxy-template";
import { apacheCommon } from "@/core/formats/apache/apache-common";
import { apacheError } from "@/core/formats/apache/apache-error";
import { modJk } from "@/core/formats/apache/mod-jk";
import { apacheTemplate } from "@/core/formats/apache/apache-template";
import { apacheVhostCombined } from "@/core/formats/apache/apache-vhost-combined";
import { gunicorn } from "@/core/formats/runtimes/gunicorn";
import { jvm } from "@/core/formats/runtimes/jvm";
import { puma } from "@/core/formats/runtimes/puma";
import { uvicorn } from "@/core/formats/runtimes/uvicorn";
import { uwsgi } from "@/core/formats/runtimes/uwsgi";
import { uwsgiRequest } from "@/core/formats/runtimes/uwsgi-request";
import { yarp } from "@/core/formats/runtimes/yarp";
import { awsApiGatewayExecution } from "@/core/formats/platforms/aws-api-gateway-execution";
import { cloudRun } from "@/core/formats/platforms/cloud-run";
import { flyProxy } from "@/core/formats/platforms/fly-proxy";
import { herokuApp } from "@/core/formats/platforms/heroku-app";
import { herokuRouter } from "@/core/formats/platforms/heroku-router";
import { kubernetesEvents } from "@/core/formats/system/kubernetes-events";
import { systemLog } from "@/core/formats/system/system-log";
import { nodeHttpJson } from "@/core/formats/node/node-http-json";
import { nodeProxy } from "@/core/formats/node/node-proxy";
import { ingressNginx } from "@/core/formats/nginx/ingress-nginx";
import { ingressNginxController } from "@/core/formats/nginx/ingress-nginx-controller";
import { kong } from "@/core/formats/nginx/kong";
import { nginxCombined } from "@/core/formats/nginx/nginx-combined";
import { nginxError } from "@/core/formats/nginx/nginx-error";
import { nginxJson } from "@/core/formats/nginx/nginx-json";
import { nginxMain } from "@/core/formats/nginx/nginx-main";
import { squidCache } from "@/core/formats/squid/squid-cache";
import { squidCombined } from "@/core/formats/squid/squid-combined";
import { squidCommon } from "@/core/formats/squid/squid-common";
import { squidNative } from "@/core/formats/squid/squid-native";
import { squidTemplate } from "@/core/formats/squid/squid-template";
import { varnishLog } from "@/core/formats/varnish/varnish-log";
import { phpFpm } from "@/core/formats/runtimes/php-fpm";
import { traefikClf } from "@/core/formats/traefik/traefik-clf";
import { traefikError } from "@/core/formats/traefik/traefik-error";
import { traefikJson } from "@/core/formats/traefik/traefik-json";
import { nginxProxyManager } from "@/core/formats/nginx/nginx-proxy-manager";
import { nginxProxyManagerStandard } from "@/core/formats/nginx/nginx-proxy-manager-standard";
import { nginxTemplate } from "@/core/formats/nginx/nginx-template";
import { awsAlb } from "@/core/formats/aws/aws-alb";
import { awsElb } from "@/core/formats/aws/aws-elb";
import { akamaiDatastream } from "@/core/formats/akamai/akamai-datastream";
import { awsAlbConnection } from "@/core/formats/aws/aws-alb-connection";
import { awsApiGateway } from "@/core/formats/aws/aws-api-gateway";
import { awsApiGatewayClf } from "@/core/formats/aws/aws-api-gateway-clf";
import { awsNlb } from "@/core/formats/aws/aws-nlb";
import { awsTargetHealth } from "@/core/formats/aws/aws-target-health";
import { awsWaf } from "@/core/formats/aws/aws-waf";
import { cloudfront } from "@/core/formats/aws/cloudfront";
import { cloudfrontJson } from "@/core/formats/aws/cloudfront-json";
import { cloudfrontRealtime } from "@/core/formats/aws/cloudfront-realtime";
import { fastlyJson } from "@/core/formats/fastly/fastly-json";
import { httperr } from "@/core/formats/w3c/httperr";
import { iis } from "@/core/formats/w3c/iis";
import { w3c } from "@/core/formats/w3c/w3c";
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
  haproxyHttp,
  haproxyTcp,
  haproxyClf,
  haproxyTemplate,
  haproxyJson,
  haproxyEvents,
  squidNative,
  squidCombined,
  squidCommon,
  squidTemplate,
  squidCache,
  varnishLog,
  phpFpm,
  awsAlb,
  awsElb,
  awsNlb,
  awsAlbConnection,
  awsTargetHealth,
  awsWaf,
  awsApiGateway,
  awsApiGatewayClf,
  cloudfront,
  cloudfrontRealtime,
  cloudfrontJson,
  fastlyJson,
  akamaiDatastream,
  iis,
  httperr,
  w3c,
  apacheCommon,
  apacheVhostCombined,
  apacheTemplate,
  apacheError,
  modJk,
  nodeProxy,
  nodeHttpJson,
  gunicorn,
  jvm,
  puma,
  uvicorn,
  uwsgi,
  uwsgiRequest,
  yarp,
  awsApiGatewayExecution,
  cloudRun,
  flyProxy,
  herokuApp,
  herokuRouter,
  kubernetesEvents,
  systemLog,
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
