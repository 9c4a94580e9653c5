import { Field, type FieldName } from "@/core/events/field";
import { compileJson } from "@/core/formats/compile-json";
import { createAccessReader } from "@/core/formats/create-access-reader";
import type { FormatDefinition } from "@/core/formats/format-definition";
import type { AccessReader, FormatChoice, OpenOptions, Problem } from "@/core/formats/line-reader";
import type { JsonFormat } from "@/core/formats/open-json";
import { createTimeReader } from "@/core/formats/read-time";
import { unescapeValue } from "@/core/formats/unescape-value";
import { joinTime } from "@/core/formats/w3c/open-w3c-plan";
import { w3cClock } from "@/core/formats/w3c/w3c-clock";
import { agentText } from "@/core/formats/w3c/w3c-text";
import { CLOUDFRONT_REASONS, judgeCloudfront } from "./cloudfront-reasons";

const key = (name: string, field: FieldName, rank = 1): JsonFormat["keys"][number] => ({ path: [name], field, rank });

/** `date` and `time` are two strings; where the moment in milliseconds stands beside them, it is taken. */
const KEYS: JsonFormat["keys"] = [
  key("timestamp(ms)", "time", 3),
  key("timestamp", "time", 2),
  key("time", "time"),
  key("date", "preciseTime"),
  key("c-ip", "client"),
  key("cs-method", "method"),
  key("cs-uri-stem", "path"),
  key("cs-uri-query", "query"),
  key("cs-protocol-version", "protocol"),
  key("sc-status", "status"),
  key("sc-bytes", "bodyBytes"),
  key("cs-bytes", "requestBytes"),
  key("time-taken", "requestTime"),
  key("x-host-header", "host", 3),
  key("cs(Host)", "host", 2),
  key("cs-host", "host"),
  key("cs(User-Agent)", "userAgent", 2),
  key("cs-user-agent", "userAgent"),
  key("cs(Referer)", "referer", 2),
  key("cs-referer", "referer"),
  key("x-edge-location", "server"),
  key("x-edge-request-id", "requestId"),
  key("x-edge-detailed-result-type", "flags", 3),
  key("x-edge-result-type", "flags", 2),
  key("x-edge-response-result-type", "flags"),
  key("r-host", "upstreamAddr"),
  key("origin-fbl", "upstreamHeaderTime"),
  key("origin-lbl", "upstreamResponseTime"),
];

const TIME = Field.time << 1;
const PRECISE = Field.preciseTime << 1;

function openCloudfrontJson(choice: FormatChoice, options: OpenOptions): AccessReader | Problem {
  const compiled = compileJson(KEYS);
  if ("problem" in compiled) return compiled;
  const { scan } = compiled;
  const { timeAt } = createTimeReader(() => 0);
  const joined = w3cClock(
    "apart",
    false,
    () => 0,
    () => NaN,
  );
  return createAccessReader(
    {
      ...{ format: choice.id, template: null, escape: "json" },
      compiled: {
        ...compiled,
        scan: (buf, from, to, out) => {
          const code = scan(buf, from, to, out);
          if (code !== 0) return code;
          if (isClock(buf, out[TIME]!, out[TIME + 1]!) && out[PRECISE]! >= 0) joinTime(out);
          else out[PRECISE] = -1;
          return 0;
        },
      },
      clock: {
        timeAt: (buf, from, to) =>
          buf[from + 4] === 45 || isClock(buf, from, from + 8) ? joined.timeAt(buf, from, to) : timeAt(buf, from, to),
        zoneAt: () => "+00:00",
      },
      decode: (buf, from, to, field) => {
        const text = unescapeValue(buf, from, to, "json");
        return field === "userAgent" ? agentText(text, "cloudfront") : text;
      },
      meaning: {
        refine: (event) => (event.status === 0 ? { ...event, status: null } : event),
        judge: judgeCloudfront,
        reasons: CLOUDFRONT_REASONS,
      },
    },
    options,
  );
}

/** `22:36:27` */
function isClock(buf: Uint8Array, from: number, to: number): boolean {
  return to - from === 8 && buf[from + 2] === 58 && buf[from + 5] === 58;
}

/** Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html */
export const cloudfrontJson: FormatDefinition = {
  id: "cloudfront-json",
  title: "Amazon CloudFront, JSON",
  product: "Amazon CloudFront",
  isCdn: true,
  role: "access",
  kind: "json",
  docs: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html",
  template: null,
  looksLike: /^\s{0,9}\{.{0,4000}"x-edge-(?:location|result-type|request-id|detailed-result-type)"\s{0,3}:/,
  precedence: 112,
  signatures: CLOUDFRONT_REASONS,
  samples: [
    {
      line: '{"timestamp(ms)":"1772404587186","date":"2026-03-01","time":"22:36:27","x-edge-location":"SEA19-C1","sc-bytes":"900","c-ip":"192.0.2.39","cs-method":"GET","cs(Host)":"d111111abcdef8.cloudfront.net","cs-uri-stem":"/a","sc-status":"502","cs(Referer)":"-","cs(User-Agent)":"Mozilla/5.0%20(X11)","cs-uri-query":"b=1","x-edge-result-type":"Error","x-edge-request-id":"k6WGMNkEzR5BEM==","x-host-header":"www.example.com","time-taken":"0.102","cs-protocol-version":"HTTP/1.1","x-edge-detailed-result-type":"OriginConnectError"}',
      event: {
        atMs: Date.UTC(2026, 2, 1, 22, 36, 27, 186),
        status: 502,
        path: "/a?b=1",
        host: "www.example.com",
        requestMs: 102,
        userAgent: "Mozilla/5.0 (X11)",
        flags: "OriginConnectError",
      },
    },
    {
      line: '{"date":"2026-03-01","x-edge-location":"SEA19-C1","time":"22:36:27","c-ip":"192.0.2.39","cs-method":"GET","cs-uri-stem":"/a","sc-status":"000","x-edge-result-type":"Error"}',
      event: { atMs: Date.UTC(2026, 2, 1, 22, 36, 27), status: null, flags: "Error" },
    },
  ],
  canTell: [
    "by x-edge-detailed-result-type, why CloudFront could not get an answer",
    "which edge location, and how long it took",
  ],
  cannotTell: ["which origin was asked, unless r-host is logged", "how long connecting took"],
  improve: "Have timestamp(ms) among the fields, and origin-fbl and origin-lbl.",
  open: openCloudfrontJson,
};
