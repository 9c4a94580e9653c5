import type { LineDialect, PlanPart } from "@/core/formats/line-plan";
import { meaningOf } from "./apache-directives";
import { logFormatText, parseLogFormat, type LogFormatPart } from "./parse-log-format";
import { isEndTime, passOver, planTime } from "./time-shape";

/**
 * Reads a LogFormat string, as such or as a line of httpd.conf. varnishncsa and Fastly use the same language.
 * Source: https://httpd.apache.org/docs/2.4/mod/mod_log_config.html#formats
 */
export const apacheDialect: LineDialect = (template) => {
  const parts = parseLogFormat(logFormatText(template));
  if ("problem" in parts) return parts;
  const plan: PlanPart[] = [];
  const endTimes: PlanPart[] = [];
  for (let at = 0; at < parts.length;) {
    const part = parts[at];
    if (!part) break;
    if ("literal" in part) {
      plan.push(part);
      at++;
    } else if (part.letter === "t" || strftimeOf(part) !== null) {
      const pieces = strftimeParts(parts, at);
      const time = planTime(pieces, at);
      const planned = time?.plan ?? passOver(part.argument);
      plan.push(...planned);
      if (isEndTime(part)) endTimes.push(...planned);
      at = time?.next ?? at + 1;
    } else {
      plan.push({ name: part.name, ...meaningOf(part) });
      at++;
    }
  }
  return settleClient(settleQuery(settleTimes(plan, endTimes)));
};

/** Fastly's `%{strftime({"%Y-%m-%dT%H:%M:%S%z"}, time.start)}V` is a `%{…}t` by another name. */
function strftimeOf(part: LogFormatPart): string | null {
  if ("literal" in part || part.letter !== "V") return null;
  return /^strftime\(\{"([^"{}]*)"\},/.exec(part.argument)?.[1] ?? null;
}

function strftimeParts(parts: readonly LogFormatPart[], at: number): readonly LogFormatPart[] {
  const part = parts[at];
  const format = part ? strftimeOf(part) : null;
  if (!part || "literal" in part || format === null) return parts;
  return parts.map((each, index) => (index === at ? { ...part, letter: "t", argument: format } : each));
}

/** Of the beginning and the end of a request the beginning is its time, wherever both are written. */
function settleTimes(plan: readonly PlanPart[], endTimes: readonly PlanPart[]): PlanPart[] {
  const isTime = (part: PlanPart): boolean => !("literal" in part) && part.field === "time";
  const begins = plan.some((part) => isTime(part) && !endTimes.includes(part));
  return plan.map((part) =>
    begins && !("literal" in part) && isTime(part) && endTimes.includes(part) ? { ...part, field: null } : part,
  );
}

/** The request line has the query already. */
function settleQuery(plan: readonly PlanPart[]): PlanPart[] {
  const whole = plan.some((part) => !("literal" in part) && part.kind === "request");
  return plan.map((part) =>
    whole && !("literal" in part) && part.field === "query" ? { ...part, field: null } : part,
  );
}

/** Behind another proxy `X-Forwarded-For` is often logged in the client's place; it is the client where the line has no other. */
function settleClient(plan: readonly PlanPart[]): PlanPart[] {
  const named = plan.some((part) => !("literal" in part) && part.field === "client" && part.rank >= 3);
  if (named) return [...plan];
  return plan.map((part) =>
    !("literal" in part) && part.field === "forwardedFor" ? { ...part, field: "client" as const, rank: 3 } : part,
  );
}
