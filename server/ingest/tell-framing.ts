/** How records lie in a file: null = one a line; `json-records` = as JSON values that lines do not separate. */
export type Framing = "json-records";

/**
 * Keys whose array holds the records of a file: `Records` of AWS (CloudTrail, Firehose), `records` of Azure's diagnostic settings, `value` of
 * Azure's REST answers, `logEvents` of CloudWatch subscriptions and `events` of its exports.
 */
export const ENVELOPE_KEYS: ReadonlySet<string> = new Set(["Records", "records", "value", "logEvents", "events"]);
export const LONGEST_ENVELOPE_KEY = Math.max(...[...ENVELOPE_KEYS].map((key) => key.length));

/** A string, a bracket, a line feed, or whatever else there is; white space is passed over. */
const TOKEN = /"(?:[^"\\\n]|\\[^\n])*"?|[{}[\]\n]|[^\s{}[\]"]+/g;
const KEY = /^"(\w{1,16})"$/;

/**
 * Tells from a file's first bytes whether its JSON records must be framed. One object a line needs no framing: it is read in parallel as it is.
 */
export function tellFraming(head: Uint8Array): Framing | null {
  const text = new TextDecoder("latin1").decode(head).replace(/^ï»¿/, "").trimStart();
  if (text.startsWith("\u001e")) return "json-records";
  if (text.startsWith("[")) return /^\[\s*\{\s*["}]/.test(text) ? "json-records" : null;
  if (!/^\{\s*["}]/.test(text)) return null;
  let depth = 0;
  let key = "";
  let before = "";
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const [token] = match;
    if (token === "\n") return "json-records";
    if (token.startsWith('"')) {
      // A string that a line feed ends is no JSON; one that the head ends says nothing more.
      if (token.length === 1 || !token.endsWith('"')) return null;
      if (depth === 1) key = KEY.exec(token)?.[1] ?? "";
    } else if (token === "{" || token === "[") {
      if (token === "{" && before === "[" && depth === 2 && ENVELOPE_KEYS.has(key)) return "json-records";
      depth++;
    } else if ((token === "}" || token === "]") && --depth === 0) {
      return /^[ \t\r]*[{,\u001e]/.test(text.slice(TOKEN.lastIndex, TOKEN.lastIndex + 100)) ? "json-records" : null;
    }
    before = token;
  }
  return null;
}
