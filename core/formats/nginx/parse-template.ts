/** A stretch of a `log_format` string: text that stands in every line, or a variable. */
export type TemplatePart = { literal: string } | { variable: string };

const VARIABLE = /\$(?:\{([A-Za-z0-9_]+)\}|([A-Za-z0-9_]+))/g;

/**
 * Takes a `log_format` string apart. `$name` and `${name}` are variables, everything else is literal. Accepts the string as it
 * stands in nginx.conf as well: with the directive's name, several quoted pieces, and a semicolon.
 */
export function parseTemplate(template: string): TemplatePart[] {
  const text = templateText(template);
  const parts: TemplatePart[] = [];
  let last = 0;
  for (const match of text.matchAll(VARIABLE)) {
    if (match.index > last) parts.push({ literal: text.slice(last, match.index) });
    parts.push({ variable: match[1] ?? match[2] ?? "" });
    last = match.index + match[0].length;
  }
  if (last < text.length) parts.push({ literal: text.slice(last) });
  return parts;
}

/** `log_format main escape=json '$a' '$b';` → `$a$b`; a bare format string stays as it is. */
export function templateText(template: string): string {
  const trimmed = template.trim();
  const directive = /^log_format\s+\S+\s+(?:escape=\w+\s+)?/.exec(trimmed);
  const body = directive ? trimmed.slice(directive[0].length) : trimmed;
  if (!directive && !/^'[^']*'(?:\s+'[^']*')*;?$/.test(body)) return body;
  let text = "";
  for (const piece of body.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^\s'";]+)/g)) {
    text += (piece[1] ?? piece[2] ?? piece[3] ?? "").replace(/\\(['"\\])/g, "$1");
  }
  return text;
}

/** What `log_format … escape=` says in a pasted directive; null where it says nothing. */
export function escapeOfDirective(template: string): "default" | "json" | "none" | null {
  const match = /^\s*log_format\s+\S+\s+escape=(default|json|none)\s/.exec(template);
  const found = match?.[1];
  return found === "default" || found === "json" || found === "none" ? found : null;
}
