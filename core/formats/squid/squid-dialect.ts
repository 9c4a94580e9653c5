import type { LineDialect, PlanPart, PlanValue } from "@/core/formats/line-plan";
import { squidCode } from "./squid-codes";

const MAX_LENGTH = 16_384;
/** `%`, how it is quoted, width and precision, an argument before or behind, and the code. */
const CODE =
  /%(?:%|["[#'/\\]{0,2}(-?\d{0,4}(?:\.\d{1,4})?)(?:\{([^}]{0,200})\})?([<>]?(?:[a-z]{1,16}::)?[<>]?[A-Za-z_]{1,32})(?:\{([^}]{0,200})\})?)/g;

/**
 * Reads a logformat string, bare or with the directive and the name in front.
 * Source: https://www.squid-cache.org/Doc/config/logformat/
 */
export const squidDialect: LineDialect = (template) => {
  const text = template
    .slice(0, MAX_LENGTH)
    .trim()
    .replace(/^logformat\s+\S+\s+/, "");
  return join(parse(text));
};

function parse(text: string): PlanPart[] {
  const parts: PlanPart[] = [];
  let literal = "";
  let last = 0;
  for (const match of text.matchAll(CODE)) {
    literal += text.slice(last, match.index);
    last = match.index + match[0].length;
    if (match[0] === "%%") {
      literal += "%";
      continue;
    }
    const [, width = "", before, name = "", behind] = match;
    if (literal !== "") parts.push({ literal });
    literal = "";
    const meaning = squidCode(name, before ?? behind ?? null);
    // A number that is filled up with blanks, unless with zeros.
    const isPadded = /^[1-9]/.test(width) && (meaning.kind === "integer" || meaning.kind === "timer");
    parts.push({ name: `%${name}`, ...meaning, ...(isPadded ? { kind: "padded" as const } : {}) });
  }
  literal += text.slice(last);
  if (literal !== "") parts.push({ literal });
  return parts;
}

type Joined = [names: readonly RegExp[], between: readonly string[], value: PlanValue];

/** Codes that say one thing together. */
const JOINED: readonly Joined[] = [
  [[/^%ts$/, /^%tu$/], ["."], { name: "%ts.%03tu", field: "time", kind: "time-epoch", rank: 3 }],
  [
    [/^%>?rm$/, /^%>?ru$/, /^%>?rv$/],
    [" ", " HTTP/"],
    { name: "%rm %ru HTTP/%rv", field: "request", kind: "request", rank: 1 },
  ],
  [
    [/^%err_code$/, /^%err_detail$/],
    ["/"],
    { name: "%err_code/%err_detail", field: "errorReason", kind: "text", rank: 2 },
  ],
  [[/^%<a$/, /^%<p$/], [":"], { name: "%<a:%<p", field: "upstreamAddr", kind: "list", rank: 3 }],
  [[/^%>a$/, /^%>p$/], [":"], { name: "%>a:%>p", field: "client", kind: "endpoint", rank: 3 }],
];

function join(parts: readonly PlanPart[]): PlanPart[] {
  const plan: PlanPart[] = [];
  for (let at = 0; at < parts.length;) {
    const found = JOINED.find(([names, between]) =>
      names.every((name, index) => {
        const value = parts[at + 2 * index];
        const gap = parts[at + 2 * index - 1];
        const isJoined = index === 0 || (gap && "literal" in gap && gap.literal === between[index - 1]);
        return isJoined && value && "name" in value && name.test(value.name);
      }),
    );
    const part = parts[at];
    if (found) plan.push(found[2]);
    else if (part) plan.push(part);
    at += found ? 2 * found[0].length - 1 : 1;
  }
  return plan;
}
