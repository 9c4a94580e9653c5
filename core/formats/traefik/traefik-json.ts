import type { AccessEvent } from "@/core/events/access-event";
import type { FieldName } from "@/core/events/field";
import type { FormatDefinition } from "@/core/formats/format-definition";
import { openJson } from "@/core/formats/open-json";
import type { JsonKey } from "@/core/formats/plan-json";
import { judgeTraefik } from "./traefik-judge";
import { TRAEFIK_JSON_REASONS } from "./traefik-signatures";

const NANOSECONDS = 0.000001;

/** Version 1 says Frontend and Backend where later ones say Router and Service. */
const KEYS: readonly JsonKey[] = [
  { path: ["StartUTC"], field: "time", rank: 3 },
  { path: ["StartLocal"], field: "time", rank: 2 },
  { path: ["time"], field: "time", rank: 1 },
  { path: ["ClientHost"], field: "client", rank: 2, trim: "address" },
  { path: ["ClientAddr"], field: "client", rank: 1, trim: "address" },
  { path: ["RequestMethod"], field: "method", rank: 1 },
  { path: ["RequestPath"], field: "path", rank: 1 },
  { path: ["RequestProtocol"], field: "protocol", rank: 1 },
  { path: ["RequestHost"], field: "host", rank: 2 },
  { path: ["RequestAddr"], field: "host", rank: 1 },
  { path: ["RequestContentSize"], field: "requestBytes", rank: 1 },
  { path: ["DownstreamStatus"], field: "status", rank: 1 },
  { path: ["DownstreamContentSize"], field: "bodyBytes", rank: 1 },
  { path: ["Duration"], field: "requestTime", rank: 1, unitMs: NANOSECONDS },
  { path: ["OriginStatus"], field: "upstreamStatus", rank: 1 },
  { path: ["OriginDuration"], field: "upstreamResponseTime", rank: 1, unitMs: NANOSECONDS },
  { path: ["RouterName"], field: "frontend", rank: 2 },
  { path: ["FrontendName"], field: "frontend", rank: 1 },
  { path: ["ServiceName"], field: "upstreamName", rank: 2 },
  { path: ["BackendName"], field: "upstreamName", rank: 1 },
  { path: ["ServiceAddr"], field: "upstreamAddr", rank: 4 },
  { path: ["ServiceURL"], field: "upstreamAddr", rank: 3, trim: "authority" },
  { path: ["ServiceURL", "Host"], field: "upstreamAddr", rank: 3 },
  { path: ["BackendAddr"], field: "upstreamAddr", rank: 2 },
  { path: ["BackendURL"], field: "upstreamAddr", rank: 1, trim: "authority" },
  { path: ["BackendURL", "Host"], field: "upstreamAddr", rank: 1 },
  { path: ["RetryAttempts"], field: "errorReason", rank: 1 },
  { path: ["request_User-Agent"], field: "userAgent", rank: 1 },
  { path: ["request_Referer"], field: "referer", rank: 1 },
  { path: ["request_X-Request-Id"], field: "requestId", rank: 1 },
  { path: ["RequestID"], field: "requestId", rank: 2 },
];

function refine(event: AccessEvent, text: (field: FieldName) => string | null): AccessEvent {
  const retries = Number(text("errorReason") ?? 0);
  return {
    ...event,
    status: event.status === 0 ? null : event.status,
    errorReason: retries > 0 ? `RetryAttempts=${retries}` : null,
    // A status without a server is that of a handler inside Traefik.
    upstreams: event.upstreams
      .filter(({ addr }) => addr !== null)
      .map((attempt) => ({ ...attempt, status: attempt.status === 0 ? null : attempt.status })),
  };
}

/** Source: https://doc.traefik.io/traefik/observe/logs-and-access-logs/#available-fields */
export const traefikJson: FormatDefinition = {
  id: "traefik-json",
  title: "Traefik access log (JSON)",
  product: "Traefik",
  role: "access",
  kind: "json",
  docs: "https://doc.traefik.io/traefik/observe/logs-and-access-logs/#available-fields",
  template: null,
  looksLike: /"DownstreamStatus"\s*:/,
  companions: ["traefik-error"],
  precedence: 100,
  signatures: TRAEFIK_JSON_REASONS,
  samples: [
    {
      line: '{"ClientAddr":"203.0.113.9:48376","ClientHost":"203.0.113.9","ClientPort":"48376","ClientUsername":"-","DownstreamContentSize":11,"DownstreamStatus":502,"Duration":59518533,"OriginContentSize":11,"OriginDuration":59428568,"OriginStatus":502,"Overhead":89965,"RequestAddr":"shop.example.com:443","RequestContentSize":5,"RequestCount":75,"RequestHost":"shop.example.com","RequestMethod":"GET","RequestPath":"/cart?x=1","RequestPort":"443","RequestProtocol":"HTTP/2.0","RequestScheme":"https","RetryAttempts":2,"RouterName":"shop@kubernetes","ServiceAddr":"10.1.25.243:80","ServiceName":"shop-80@kubernetes","ServiceURL":{"Scheme":"http","Opaque":"","User":null,"Host":"10.1.25.243:80","Path":""},"StartLocal":"2026-02-09T12:53:32.609696286+01:00","StartUTC":"2026-02-09T11:53:32.609696286Z","entryPointName":"web","level":"info","msg":"","request_User-Agent":"curl/8.5.0","time":"2026-02-09T11:53:33Z"}',
      event: {
        atMs: Date.UTC(2026, 1, 9, 11, 53, 32, 609),
        ...{ status: 502, method: "GET", path: "/cart?x=1", protocol: "HTTP/2.0", host: "shop.example.com" },
        ...{ clientIp: "203.0.113.9", bodyBytes: 11, requestBytes: 5, requestMs: 59.519, userAgent: "curl/8.5.0" },
        ...{ frontend: "shop@kubernetes", upstreamName: "shop-80@kubernetes", errorReason: "RetryAttempts=2" },
        upstreams: [
          {
            ...{ addr: "10.1.25.243:80", status: 502, connectMs: null, headerMs: null, responseMs: 59.429 },
            ...{ receivedBytes: null, sentBytes: null },
          },
        ],
      },
    },
    {
      line: '{"ClientAddr":"10.0.0.3:4711","ClientHost":["203.0.113.9","10.0.0.1"],"DownstreamContentSize":20,"DownstreamStatus":503,"Duration":40356,"OriginStatus":0,"RequestHost":"shop.example.com","RequestMethod":"GET","RequestPath":"/","RequestProtocol":"HTTP/1.1","RetryAttempts":0,"RouterName":"shop@docker","ServiceURL":"http://172.18.0.4:8080","StartUTC":"2026-02-09T11:53:32Z","time":"2026-02-09T11:53:32Z"}',
      event: {
        ...{ status: 503, clientIp: "203.0.113.9", requestMs: 0.04, errorReason: null },
        upstreams: [
          {
            ...{ addr: "172.18.0.4:8080", status: null, connectMs: null, headerMs: null, responseMs: null },
            ...{ receivedBytes: null, sentBytes: null },
          },
        ],
      },
    },
    {
      line: '{"BackendAddr":"","BackendName":"Traefik","BackendURL":{"Scheme":"","Host":"","Path":"/"},"ClientHost":"127.0.0.1","DownstreamStatus":404,"Duration":40356,"FrontendName":"backend not found","OriginStatus":404,"RequestMethod":"GET","RequestPath":"/","StartUTC":"2021-03-16T18:56:54.735539596Z","time":"2021-03-16T18:56:54Z"}',
      event: { status: 404, frontend: "backend not found", upstreamName: "Traefik", upstreams: [] },
    },
  ],
  canTell: [
    "the server asked, and what it answered",
    "an error of Traefik's own, by OriginStatus or the size of the answer",
    "how often a request was tried again",
  ],
  cannotTell: ["why a server could not be asked: the error is in Traefik's log at level DEBUG"],
  improve: "--log.level=DEBUG during an incident; --accesslog.fields.headers.names.X-Request-Id=keep.",
  open: (choice, options) =>
    openJson(
      choice,
      {
        keys: KEYS,
        meaning: { refine, judge: (line) => judgeTraefik(line, true), reasons: TRAEFIK_JSON_REASONS },
      },
      options,
    ),
};
