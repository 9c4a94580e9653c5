import type { DialectId } from "./format-definition";

/** Whose language a format string is written in, by the variables that only that product has. Null where it has none known. */
export function guessDialect(template: string): DialectId | null {
  return SIGNS.find(([, sign]) => sign.test(template.slice(0, 65_536)))?.[0] ?? null;
}

const SIGNS: readonly [dialect: DialectId, sign: RegExp][] = [
  ["w3c", /^\s*#Fields:/],
  ["envoy", /%(?:START_TIME|REQ\(|RESP\(|PROTOCOL|RESPONSE_CODE|UPSTREAM_HOST|DURATION|BYTES_SENT)/],
  ["nginx", /\$\{?[a-z_]\w*/],
  ["squid", /%>a|%<st|%ts\.|%>Hs|%\[?ru\b/],
  ["haproxy", /%(?:\{\+[QEX]|ci\b|cp\b|fi\b|ft\b|ST\b|tsc?\b|tr\b|TR\b|Ta\b|Tt\b|HM\b|HU\b|\[)/],
  ["apache", /%[<>!\d,]*(?:\{[^}]*\}[A-Za-z^]|[aAbBDfhHlmOpqrsStTuUvVX])/],
];
