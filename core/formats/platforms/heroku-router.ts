import type { AccessEvent } from "@/core/events/access-event";
import { compileLogfmt, type LogfmtKey } from "@/core/formats/compile-logfmt";
import { createAccessReader } from "@/core/formats/create-access-reader";
import type { FormatDefinition } from "@/core/formats/format-definition";
import { HEROKU_REASONS } from "./heroku-reasons";

const KEYS: readonly LogfmtKey[] = [
  { name: "method", field: "method" },
  { name: "path", field: "path" },
  { name: "host", field: "host" },
  { name: "request_id", field: "requestId" },
  { name: "fwd", field: "client" },
  { name: "dyno", field: "upstreamAddr" },
  { name: "connect", field: "upstreamConnectTime", unitMs: 1 },
  { name: "service", field: "requestTime", unitMs: 1 },
  { name: "status", field: "status" },
  { name: "bytes", field: "bodyBytes" },
  { name: "protocol", field: "protocol" },
  { name: "code", field: "errorReason" },
];

/** The router's `service` is both: how long it and the dyno were busy with the request once they were connected. */
function refine(event: AccessEvent): AccessEvent {
  const upstreams = event.upstreams.map((attempt) => ({ ...attempt, responseMs: event.requestMs }));
  return { ...event, upstreams };
}

const UNKNOWN = { status: null, headerMs: null, receivedBytes: null, sentBytes: null };

/** Source: https://devcenter.heroku.com/articles/http-routing#heroku-router-log-format */
export const herokuRouter: FormatDefinition = {
  id: "heroku-router",
  title: "Heroku router",
  product: "Heroku",
  role: "access",
  kind: "template",
  docs: "https://devcenter.heroku.com/articles/http-routing#heroku-router-log-format",
  template: null,
  looksLike: /(?:heroku\[router\]: |\bheroku router - )(?:sock=\w+ )?at=/,
  companions: ["heroku-app"],
  precedence: 100,
  signatures: HEROKU_REASONS,
  samples: [
    {
      line: '2026-11-23T02:30:11.123456+00:00 heroku[router]: at=error code=H12 desc="Request timeout" method=GET path="/a?b=c" host=app.herokuapp.com request_id=8601b555 fwd="192.0.2.3, 198.51.100.4" dyno=web.1 connect=6ms service=30001ms status=503 bytes=0 protocol=https',
      event: {
        atMs: Date.UTC(2026, 10, 23, 2, 30, 11, 123),
        status: 503,
        method: "GET",
        path: "/a?b=c",
        host: "app.herokuapp.com",
        clientIp: "192.0.2.3",
        requestId: "8601b555",
        errorReason: "H12",
        requestMs: 30001,
        upstreams: [{ ...UNKNOWN, addr: "web.1", connectMs: 6, responseMs: 30001 }],
      },
    },
    {
      line: '<158>1 2026-11-23T02:30:11.123456+00:00 host heroku router - at=error code=H10 desc="App crashed" method=GET path="/" host=app.herokuapp.com request_id=r fwd="192.0.2.3" dyno= connect= service= status=503 bytes= protocol=http',
      event: { status: 503, errorReason: "H10", upstreams: [], bodyBytes: null, clientIp: "192.0.2.3" },
    },
  ],
  canTell: ["Heroku's own code for each failure", "the dyno, its connect and service time"],
  cannotTell: ["what the dyno was doing: its own log tells"],
  improve: "heroku labs:enable log-runtime-metrics, and a log drain, because logs are kept for 1,500 lines only.",
  open: (choice, options) =>
    createAccessReader(
      {
        format: choice.id,
        template: null,
        escape: "default",
        compiled: compileLogfmt(KEYS),
        meaning: {
          refine,
          // The router has a code for whatever it answered itself.
          judge: (line) => (line.text("errorReason") === null ? "upstream" : "proxy"),
          reasons: HEROKU_REASONS,
        },
      },
      options,
    ),
};
