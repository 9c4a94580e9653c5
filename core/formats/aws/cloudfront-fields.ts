import { firstDirectives } from "@/core/formats/w3c/infer-w3c";

/** All fields of a standard log. Sources: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html */
const STANDARD = (
  "date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) " +
  "x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher " +
  "x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields c-port time-to-first-byte x-edge-detailed-result-type " +
  "sc-content-type sc-content-len sc-range-start sc-range-end"
).split(" ");

/** All fields of a real-time log in their order. Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/real-time-logs.html */
const REAL_TIME = (
  "timestamp c-ip s-ip time-to-first-byte sc-status sc-bytes cs-method cs-protocol cs-host cs-uri-stem cs-bytes x-edge-location " +
  "x-edge-request-id x-host-header time-taken cs-protocol-version c-ip-version cs-user-agent cs-referer cs-cookie cs-uri-query " +
  "x-edge-response-result-type x-forwarded-for ssl-protocol ssl-cipher x-edge-result-type fle-encrypted-fields fle-status sc-content-type " +
  "sc-content-len sc-range-start sc-range-end c-port x-edge-detailed-result-type c-country cs-accept-encoding cs-accept " +
  "cache-behavior-path-pattern cs-headers cs-header-names cs-headers-count origin-fbl origin-lbl asn"
).split(" ");

/** The oldest standard logs had twelve fields; a real-time log without a result type cannot be told from others. */
const LEAST_STANDARD = 12;
const LEAST_REAL_TIME = 26;

export const STANDARD_FIELDS = `#Fields: ${STANDARD.join(" ")}`;
export const REAL_TIME_FIELDS = `#Fields: ${REAL_TIME.join(" ")}`;

/** The template of a standard log: its own directives, else as many of the fields as its lines have; later ones were appended. */
export function standardTemplate(lines: readonly string[]): string | null {
  return firstDirectives(lines) ?? prefixFor(lines, STANDARD, LEAST_STANDARD, /^\d{4}-\d{2}-\d{2}\t/);
}

/** The template of a real-time log, which has no header: as many of the fields in their default order as its lines have. */
export function realTimeTemplate(lines: readonly string[]): string | null {
  return prefixFor(lines, REAL_TIME, LEAST_REAL_TIME, /^\d{10}(?:\.\d{1,3})?\t/);
}

function prefixFor(lines: readonly string[], names: readonly string[], least: number, start: RegExp): string | null {
  const line = lines.find((each) => start.test(each));
  if (line === undefined) return null;
  const count = line.slice(0, 65_536).split("\t").length;
  if (count < least) return null;
  const more = Array.from({ length: Math.max(0, Math.min(count, 200) - names.length) }, (_, at) => `x-later-${at}`);
  return `#Fields: ${[...names.slice(0, count), ...more].join(" ")}`;
}
