import type { FieldName } from "@/core/events/field";
import type { FormatDefinition } from "@/core/formats/format-definition";
import { openJson, type JsonFormat } from "@/core/formats/open-json";
import { agentText } from "@/core/formats/w3c/w3c-text";
import { AKAMAI_MEANING, AKAMAI_REASONS, refineAkamai } from "./akamai-meaning";

const key = (name: string, field: FieldName, rank = 1, unitMs?: number): JsonFormat["keys"][number] => ({
  ...{ path: [name], field, rank },
  ...(unitMs === undefined ? {} : { unitMs }),
});

/** `pid` holds the transfer time until both times are added up. */
const KEYS: JsonFormat["keys"] = [
  key("reqTimeSec", "time"),
  key("cliIP", "client"),
  key("reqMethod", "method"),
  key("reqPath", "path"),
  key("queryStr", "query"),
  key("reqHost", "host"),
  key("statusCode", "status"),
  key("totalBytes", "bodyBytes", 2),
  key("bytes", "bodyBytes", 3),
  key("turnAroundTimeMSec", "requestTime", 1, 1),
  key("transferTimeMSec", "pid"),
  key("UA", "userAgent"),
  key("referer", "referer"),
  key("errorCode", "errorReason"),
  key("edgeIP", "server"),
  key("reqId", "requestId"),
];

/** Source: https://techdocs.akamai.com/datastream2/docs/data-set-parameters */
export const akamaiDatastream: FormatDefinition = {
  id: "akamai-datastream",
  title: "Akamai DataStream 2, JSON",
  product: "Akamai",
  isCdn: true,
  role: "access",
  kind: "json",
  docs: "https://techdocs.akamai.com/datastream2/docs/data-set-parameters",
  template: null,
  looksLike: /^\s{0,9}\{.{0,8000}"reqTimeSec"\s{0,3}:/,
  precedence: 110,
  signatures: AKAMAI_REASONS,
  samples: [
    {
      line: '{"version":"2","cp":"123456","reqId":"1239f220","reqTimeSec":"1772359200.123","bytes":"4995","cliIP":"192.0.2.39","statusCode":"503","proto":"HTTPS","reqHost":"www.example.com","reqMethod":"GET","reqPath":"news/latest","reqPort":"443","UA":"Mozilla%2F5.0+%28X11%29","queryStr":"page=2","errorCode":"ERR_CONNECT_TIMEOUT|connect","turnAroundTimeMSec":"45","transferTimeMSec":"12","edgeIP":"23.0.0.1"}',
      event: {
        atMs: Date.UTC(2026, 2, 1, 10, 0, 0, 123),
        status: 503,
        method: "GET",
        path: "/news/latest?page=2",
        host: "www.example.com",
        clientIp: "192.0.2.39",
        bodyBytes: 4995,
        requestMs: 57,
        userAgent: "Mozilla/5.0 (X11)",
        errorReason: "ERR_CONNECT_TIMEOUT|connect",
        requestId: "1239f220",
        server: "23.0.0.1",
      },
    },
  ],
  canTell: ["by errorCode, why the edge could not get an answer", "how long the edge took"],
  cannotTell: ["which origin was asked", "how long connecting took"],
  improve:
    "Have errorCode, turnAroundTimeMSec, transferTimeMSec and breadcrumbs in the data set; structured logs need --log-format '#Fields: version cp reqId …'.",
  open: (choice, options) =>
    openJson(
      choice,
      {
        keys: KEYS,
        meaning: {
          ...AKAMAI_MEANING,
          refine: (event, text) => {
            const transferMs = Number(text("pid") ?? "");
            const requestMs =
              event.requestMs === null ? null : event.requestMs + (Number.isFinite(transferMs) ? transferMs : 0);
            const userAgent = event.userAgent === null ? null : agentText(event.userAgent, "akamai");
            return refineAkamai({ ...event, requestMs, userAgent });
          },
        },
      },
      options,
    ),
};
