import type { AccessEvent, MadeBy, UpstreamAttempt } from "@/core/events/access-event";
import type { FormatDefinition } from "@/core/formats/format-definition";
import { reasonsOfPhase, type ReasonRule } from "@/core/formats/match-reason";
import { openJson } from "@/core/formats/open-json";
import type { JsonKey } from "@/core/formats/plan-json";
import type { ScannedLine } from "@/core/formats/scanned-line";

const status = (pattern: RegExp): ReasonRule["when"] => ({ status: pattern });

/** Source: https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/ */
// prettier-ignore
export const CLOUDFLARE_REASONS: readonly ReasonRule[] = [
  ...reasonsOfPhase("policy", [
    ["cloudflare-blocked", { flags: /^(?:block|connectionClose|forceConnectionClose|managedChallenge|jschallenge|challenge)$/ }, null, "waf-block", "high", "refused or challenged by a security rule"],
    ["cloudflare-cyclic", { errorReason: /^cyclic$/ }, "cyclic", "proxy-loop", "high", "request loop"],
  ]),
  ...reasonsOfPhase("resolve", [
    ["cloudflare-dns-error", { errorReason: /^(?:dnsErr|dns_err|dnserr)$/ }, "dnsErr", "dns-failure", "high", "origin's name did not resolve"],
    ["cloudflare-530", status(/^530$/), "530", "dns-failure", "medium", "530: origin's name did not resolve"],
  ]),
  ...reasonsOfPhase("connect", [
    ["cloudflare-521", status(/^521$/), "521", "cdn-origin-unreachable", "high", "521: origin refused the connection"],
    ["cloudflare-522", status(/^522$/), "522", "firewall-drop", "medium", "522: connecting to the origin timed out"],
    ["cloudflare-523", status(/^523$/), "523", "no-route", "high", "523: no route to the origin"],
  ]),
  ...reasonsOfPhase("read_header", [
    ["cloudflare-520", status(/^520$/), "520", "premature-close", "medium", "520: origin answered badly or closed"],
    ["cloudflare-524", status(/^524$/), "524", "upstream-timeout", "high", "524: origin did not answer in time"],
    ["cloudflare-relayed", { status: /^50[234]$/, upstreamStatus: /^50[234]$/ }, null, "passed-through", "high", "the origin answered so itself"],
  ]),
  ...reasonsOfPhase("tls", [
    ["cloudflare-525", status(/^525$/), "525", "tls-handshake", "high", "525: TLS handshake with the origin failed"],
    ["cloudflare-526", status(/^526$/), "526", "tls-verify", "high", "526: origin's certificate was not accepted"],
  ]),
  ...reasonsOfPhase("proxy_internal", [
    ["cloudflare-own-error", { status: /^50[24]$/, upstreamStatus: /^$/ }, null, "cdn-fault", "medium", "error made by Cloudflare"],
  ]),
];

const KEYS: readonly JsonKey[] = [
  { path: ["EdgeStartTimestamp"], field: "time", rank: 2 },
  { path: ["EdgeEndTimestamp"], field: "time", rank: 1 },
  { path: ["ClientIP"], field: "client", rank: 1 },
  { path: ["ClientRequestMethod"], field: "method", rank: 1 },
  { path: ["ClientRequestURI"], field: "path", rank: 2 },
  { path: ["ClientRequestPath"], field: "path", rank: 1 },
  { path: ["ClientRequestProtocol"], field: "protocol", rank: 1 },
  { path: ["ClientRequestHost"], field: "host", rank: 2 },
  { path: ["EdgeRequestHost"], field: "host", rank: 1 },
  { path: ["ClientRequestUserAgent"], field: "userAgent", rank: 1 },
  { path: ["ClientRequestReferer"], field: "referer", rank: 1 },
  { path: ["ClientRequestBytes"], field: "requestBytes", rank: 1 },
  { path: ["EdgeResponseStatus"], field: "status", rank: 1 },
  { path: ["EdgeResponseBodyBytes"], field: "bodyBytes", rank: 2 },
  { path: ["EdgeResponseBytes"], field: "bodyBytes", rank: 1 },
  // The log has no duration; an error is short, and its first byte is nearly its last.
  { path: ["EdgeTimeToFirstByteMs"], field: "requestTime", rank: 1, unitMs: 1 },
  { path: ["OriginIP"], field: "upstreamAddr", rank: 1 },
  { path: ["OriginResponseStatus"], field: "upstreamStatus", rank: 1 },
  { path: ["OriginResponseDurationMs"], field: "upstreamResponseTime", rank: 2, unitMs: 1 },
  { path: ["OriginResponseTime"], field: "upstreamResponseTime", rank: 1, unitMs: 0.000001 },
  { path: ["RayID"], field: "requestId", rank: 1 },
  { path: ["EdgePathingStatus"], field: "errorReason", rank: 1 },
  { path: ["SecurityAction"], field: "flags", rank: 3 },
  { path: ["FirewallMatchesActions"], field: "flags", rank: 2 },
  { path: ["WAFAction"], field: "flags", rank: 1 },
  { path: ["CacheCacheStatus"], field: "cacheStatus", rank: 1 },
];

/** An origin status of 0: there was no answer. */
function originsOf(attempts: readonly UpstreamAttempt[]): UpstreamAttempt[] {
  return attempts
    .map((attempt) => ({ ...attempt, status: attempt.status === 0 ? null : attempt.status }))
    .filter(({ addr, status }) => addr !== null || status !== null);
}

/** Every line has a pathing status; only that of a refusal says why. */
function refine(event: AccessEvent): AccessEvent {
  const { flags } = event;
  return {
    ...event,
    status: event.status === 0 ? null : event.status,
    flags: flags === null || /^(?:unknown|allow|log|skip|bypass)?$/.test(flags) ? null : flags,
    errorReason: (event.status ?? 0) >= 400 ? event.errorReason : null,
    upstreams: originsOf(event.upstreams),
  };
}

function judge(line: ScannedLine): MadeBy {
  const status = line.integer("status");
  if (status !== null && status >= 520) return "proxy";
  const answered = originsOf(line.attempts()).at(-1)?.status ?? null;
  return answered !== null && answered === status ? "upstream" : "proxy";
}

/** Source: https://developers.cloudflare.com/logs/logpush/logpush-job/datasets/zone/http_requests/ */
export const cloudflareHttp: FormatDefinition = {
  id: "cloudflare-http",
  title: "Cloudflare Logpush (http_requests)",
  product: "Cloudflare",
  role: "access",
  kind: "json",
  docs: "https://developers.cloudflare.com/logs/logpush/logpush-job/datasets/zone/http_requests/",
  template: null,
  looksLike: /"EdgeResponseStatus"\s*:/,
  isCdn: true,
  precedence: 100,
  signatures: CLOUDFLARE_REASONS,
  samples: [
    {
      line: '{"CacheCacheStatus":"dynamic","ClientIP":"203.0.113.9","ClientRequestBytes":5800,"ClientRequestHost":"shop.example.com","ClientRequestMethod":"GET","ClientRequestPath":"/cart","ClientRequestProtocol":"HTTP/2","ClientRequestReferer":"","ClientRequestURI":"/cart?x=1","ClientRequestUserAgent":"curl/8.5.0","EdgeColoCode":"FRA","EdgeEndTimestamp":"2026-05-25T13:25:32Z","EdgePathingOp":"wl","EdgePathingSrc":"macro","EdgePathingStatus":"nr","EdgeResponseBodyBytes":915,"EdgeResponseBytes":1307,"EdgeResponseStatus":522,"EdgeServerIP":"192.0.2.1","EdgeStartTimestamp":"2026-05-25T13:25:13Z","EdgeTimeToFirstByteMs":19093,"OriginIP":"198.51.100.4","OriginResponseStatus":0,"OriginResponseDurationMs":0,"OriginTCPHandshakeDurationMs":0,"RayID":"710e98d9367f357d","SecurityAction":"unknown"}',
      event: {
        atMs: Date.UTC(2026, 4, 25, 13, 25, 13),
        ...{ status: 522, method: "GET", path: "/cart?x=1", host: "shop.example.com", clientIp: "203.0.113.9" },
        ...{ requestMs: 19_093, bodyBytes: 915, requestBytes: 5800, requestId: "710e98d9367f357d", flags: null },
        upstreams: [
          {
            ...{ addr: "198.51.100.4", status: null, connectMs: null, headerMs: null, responseMs: 0 },
            ...{ receivedBytes: null, sentBytes: null },
          },
        ],
      },
    },
    {
      line: '{"ClientIP":"203.0.113.9","ClientRequestHost":"shop.example.com","ClientRequestMethod":"GET","ClientRequestURI":"/","EdgeEndTimestamp":1653485132000000000,"EdgeResponseBytes":1307,"EdgeResponseStatus":502,"EdgeStartTimestamp":1653485126123456789,"OriginIP":"198.51.100.4","OriginResponseStatus":502,"OriginResponseTime":5232000000,"RayID":"710e"}',
      event: {
        ...{ atMs: 1_653_485_126_123, status: 502, bodyBytes: 1307 },
        upstreams: [
          {
            ...{ addr: "198.51.100.4", status: 502, connectMs: null, headerMs: null, responseMs: 5232 },
            ...{ receivedBytes: null, sentBytes: null },
          },
        ],
      },
    },
    {
      line: '{"ClientIP":"203.0.113.9","ClientRequestHost":"shop.example.com","ClientRequestMethod":"GET","ClientRequestURI":"/","EdgeResponseStatus":502,"EdgeStartTimestamp":1653485126,"OriginIP":"","OriginResponseStatus":0,"RayID":"710e","SecurityAction":"managedChallenge"}',
      event: { atMs: 1_653_485_126_000, status: 502, upstreams: [], flags: "managedChallenge" },
    },
  ],
  canTell: [
    "what the edge could not do, by 520 to 530",
    "the origin asked and what it answered",
    "the RayID, which the origin gets as CF-Ray",
  ],
  cannotTell: ["whether a connection was made", "what the origin saw: often nothing"],
  improve:
    "Have OriginIP, OriginResponseStatus, OriginResponseDurationMs, EdgeTimeToFirstByteMs and EdgePathingStatus in the Logpush job; log $http_cf_ray at the origin.",
  open: (choice, options) =>
    openJson(choice, { keys: KEYS, meaning: { refine, judge, reasons: CLOUDFLARE_REASONS } }, options),
};
