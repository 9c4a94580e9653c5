import type { AccessEvent } from "@/core/events/access-event";
import type { AccessMeaning } from "@/core/formats/create-access-reader";
import type { FormatDefinition } from "@/core/formats/format-definition";
import type { PlanPart, PlanValue } from "@/core/formats/line-plan";
import type { FormatChoice, LineReader, OpenOptions, Problem } from "@/core/formats/line-reader";
import { mixReaders } from "@/core/formats/mix-readers";
import { openTemplate } from "@/core/formats/open-template";
import { judgeTraefik } from "./traefik-judge";
import { TRAEFIK_REASONS } from "./traefik-signatures";

const TEXT =
  'ClientHost - ClientUsername [StartUTC] "RequestMethod RequestPath RequestProtocol" DownstreamStatus DownstreamContentSize "request_Referer" "request_User-Agent" RequestCount "RouterName" "ServiceURL" Durationms';

const value = (name: string, field: PlanValue["field"], kind: PlanValue["kind"]): PlanValue => ({
  ...{ name, field, kind, rank: 1 },
});

const HEAD: readonly PlanPart[] = [
  value("ClientHost", "client", "list"),
  { literal: " - " },
  value("ClientUsername", null, "text"),
  { literal: " [" },
  value("StartUTC", "time", "time-local"),
  { literal: '] "' },
  value("the request line", "request", "request"),
  { literal: '" ' },
  value("DownstreamStatus", "status", "status"),
  { literal: " " },
  value("DownstreamContentSize", "bodyBytes", "integer"),
];
const TAIL: readonly PlanPart[] = [
  value("RequestCount", null, "integer"),
  { literal: " " },
  value("RouterName", "frontend", "token"),
  { literal: " " },
  { ...value("ServiceURL", "upstreamAddr", "token"), trim: "authority" },
  { literal: " " },
  { ...value("Duration", "requestTime", "integer"), unitMs: 1 },
  { literal: "ms" },
];

/** Quotes inside are not escaped, so a quoted value ends only where the next one begins. */
const QUOTED: readonly PlanPart[] = [
  ...HEAD,
  { literal: ' "' },
  value("Referer", "referer", "text"),
  { literal: '" "' },
  value("User-Agent", "userAgent", "text"),
  { literal: '" ' },
  ...TAIL,
];
/** Where a header is missing, older versions write a bare `-`: mostly the referer's. */
const NO_REFERER: readonly PlanPart[] = [
  ...HEAD,
  { literal: ' - "' },
  value("User-Agent", "userAgent", "text"),
  { literal: '" ' },
  ...TAIL,
];
const BARE: readonly PlanPart[] = [
  ...HEAD,
  { literal: " " },
  value("Referer", "referer", "token"),
  { literal: " " },
  value("User-Agent", "userAgent", "token"),
  { literal: " " },
  ...TAIL,
];

/** A protocol of another spelling than `HTTP/` is logged as it came; the target ends before it. */
function refine(event: AccessEvent): AccessEvent {
  const path = event.protocol === null ? (event.path?.replace(/ https?\S*$/i, "") ?? null) : event.path;
  return { ...event, path, status: event.status === 0 ? null : event.status };
}

const MEANING: AccessMeaning = {
  refine,
  judge: (line) => judgeTraefik(line, false),
  reasons: TRAEFIK_REASONS,
};

function openTraefik(choice: FormatChoice, options: OpenOptions): LineReader | Problem {
  const plain: FormatChoice = { ...choice, template: null, escape: "none" };
  const readers: LineReader[] = [];
  for (const parts of [QUOTED, NO_REFERER, BARE]) {
    const reader = openTemplate(plain, { dialect: () => [...parts], template: TEXT, meaning: MEANING }, options);
    if ("problem" in reader) return reader;
    readers.push(reader);
  }
  const [first, ...others] = readers;
  return first ? mixReaders(first, others) : { problem: "There is no plan to read Traefik's lines by." };
}

/** Source: https://doc.traefik.io/traefik/observe/logs-and-access-logs/#access-logs */
export const traefikClf: FormatDefinition = {
  id: "traefik-clf",
  title: "Traefik access log (CLF)",
  product: "Traefik",
  role: "access",
  kind: "template",
  docs: "https://doc.traefik.io/traefik/observe/logs-and-access-logs/#access-logs",
  template: TEXT,
  looksLike: /^\S+ - .{1,200} \[[^\]]{26}\] ".{0,3000}\dms\s*$/,
  companions: ["traefik-error"],
  precedence: 100,
  signatures: TRAEFIK_REASONS,
  samples: [
    {
      line: '172.18.0.1 - - [23/Nov/2026:02:10:11 +0000] "GET /cart?x=1 HTTP/1.1" 502 11 "-" "curl/8.5.0" 7 "web@docker" "http://172.18.0.5:8080" 1ms',
      event: {
        atMs: Date.UTC(2026, 10, 23, 2, 10, 11),
        ...{ status: 502, method: "GET", path: "/cart?x=1", protocol: "HTTP/1.1", clientIp: "172.18.0.1" },
        ...{ bodyBytes: 11, userAgent: "curl/8.5.0", referer: null, frontend: "web@docker", requestMs: 1 },
        upstreams: [
          {
            ...{ addr: "172.18.0.5:8080", status: null, connectMs: null, headerMs: null, responseMs: null },
            ...{ receivedBytes: null, sentBytes: null },
          },
        ],
      },
    },
    {
      line: '::1 - frank o [23/Nov/2026:02:10:41 +0000] "GET / HTTP/2.0" 503 20 - "odd "quoted" agent" 8 "router with space" - 0ms',
      event: { status: 503, clientIp: "::1", frontend: "router with space", upstreams: [] },
    },
    {
      line: '10.0.0.1 - Client [10/Nov/2026:23:00:00 +0000] "GET /foo http" - - "-" "-" 0 "-" "/" 123000ms',
      event: { status: null, bodyBytes: null, path: "/foo", requestMs: 123_000, frontend: null, upstreams: [] },
    },
  ],
  canTell: ["the server asked, its router and how long it took", "by the size of the answer, that Traefik made it"],
  cannotTell: ["what the server answered", "why it failed", "how often it was retried"],
  improve:
    "--accesslog.format=json: it has OriginStatus and RetryAttempts. --log.level=DEBUG during an incident gives the error.",
  open: openTraefik,
};
