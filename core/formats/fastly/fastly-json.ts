import type { MadeBy } from "@/core/events/access-event";
import type { FieldName } from "@/core/events/field";
import type { FormatDefinition } from "@/core/formats/format-definition";
import { openJson, type JsonFormat } from "@/core/formats/open-json";
import type { ScannedLine } from "@/core/formats/scanned-line";
import { FASTLY_REASONS } from "./fastly-reasons";

const key = (name: string, field: FieldName, rank = 1, unitMs?: number): JsonFormat["keys"][number] => ({
  ...{ path: [name], field, rank },
  ...(unitMs === undefined ? {} : { unitMs }),
});

/** Keys of the vendor's two example formats. */
const KEYS: JsonFormat["keys"] = [
  key("timestamp", "time", 3),
  key("time_end", "time", 2),
  key("time_start", "time"),
  key("client_ip", "client"),
  key("request_method", "method", 2),
  key("request", "method"),
  key("url", "path"),
  key("request_protocol", "protocol", 2),
  key("protocol", "protocol"),
  key("host", "host"),
  key("request_referer", "referer"),
  key("request_user_agent", "userAgent"),
  key("response_status", "status", 2),
  key("resp_status", "status"),
  key("status", "status"),
  key("response_body_size", "bodyBytes", 2),
  key("resp_body_size", "bodyBytes"),
  key("response_reason", "errorReason", 2),
  key("resp_response", "errorReason"),
  key("response_state", "flags", 2),
  key("fastly_info_state", "flags"),
  key("time_elapsed", "requestTime", 1, 0.001),
  key("backend", "upstreamName", 2),
  key("backend_name", "upstreamName"),
  key("fastly_server", "server", 2),
  key("server_datacenter", "server"),
  key("request_id", "requestId"),
];

/** Phrases that are only HTTP's own words for the status say nothing. */
const USUAL =
  /^(?:OK|Created|Accepted|No Content|Not Modified|Moved Permanently|Found|See Other|Not Found|Bad Gateway|Service Unavailable|Gateway Timeout|Gateway Time-out|Internal Server Error|Forbidden|Bad Request|Unauthorized)$/i;

function wordsOf(reason: string | null): string | null {
  return reason !== null && USUAL.test(reason) ? null : reason;
}

function judgeFastly(line: ScannedLine): MadeBy {
  const errorReason = wordsOf(line.text("errorReason"));
  const flags = line.text("flags");
  if (errorReason !== null && FASTLY_REASONS.some(({ when }) => when.errorReason?.test(errorReason.slice(0, 512))))
    return "proxy";
  return flags !== null && /^(?:ERROR|HIT-SYNTH)/.test(flags) ? "proxy" : "unknown";
}

/** Source: https://www.fastly.com/documentation/guides/integrations/streaming-logs/useful-variables-to-log/ */
export const fastlyJson: FormatDefinition = {
  id: "fastly-json",
  title: "Fastly, JSON",
  product: "Fastly",
  isCdn: true,
  role: "access",
  kind: "json",
  docs: "https://www.fastly.com/documentation/guides/integrations/streaming-logs/useful-variables-to-log/",
  template: null,
  looksLike: /^\s{0,9}\{.{0,4000}"(?:fastly_\w{1,40}|response_state|service_version)"\s{0,3}:/,
  precedence: 105,
  signatures: FASTLY_REASONS,
  samples: [
    {
      line: '{"timestamp":"2026-03-01T10:00:00+0000","client_ip":"192.0.2.39","geo_country":"germany","host":"www.example.com","url":"/a?b=1","request_method":"GET","request_protocol":"HTTP/1.1","request_referer":"","request_user_agent":"curl/8.5.0","response_state":"ERROR","response_status":503,"response_reason":"first byte timeout","response_body_size":450,"fastly_server":"cache-fra-etou8220-FRA","fastly_is_edge":true}',
      event: {
        atMs: Date.UTC(2026, 2, 1, 10),
        status: 503,
        method: "GET",
        path: "/a?b=1",
        host: "www.example.com",
        clientIp: "192.0.2.39",
        errorReason: "first byte timeout",
        flags: "ERROR",
        bodyBytes: 450,
        server: "cache-fra-etou8220-FRA",
      },
    },
    {
      line: '{"service_id":"x","service_version":"7","time_start":"2026-03-01T10:00:00Z","time_end":"2026-03-01T10:00:01Z","time_elapsed":1000250,"client_ip":"2001:db8::7","request":"GET","protocol":"HTTP/2","host":"www.example.com","url":"/","resp_status":"200","resp_response":"OK"}',
      event: { status: 200, requestMs: 1000.25, errorReason: null, clientIp: "2001:db8::7" },
    },
  ],
  canTell: ["by resp.response, why Fastly could not get an answer"],
  cannotTell: ["which backend, unless it is logged", "how long connecting took"],
  improve:
    "Log resp.response, req.backend.name, fastly_info.state and time.elapsed.usec; HTTP/2 clients never see the reason.",
  open: (choice, options) =>
    openJson(
      choice,
      {
        keys: KEYS,
        meaning: {
          refine: (event) => ({ ...event, errorReason: wordsOf(event.errorReason) }),
          judge: judgeFastly,
          reasons: FASTLY_REASONS,
        },
      },
      options,
    ),
};
