/** Characters that could forge a line break or turn the reading direction in a page or terminal: C0, C1, bidi and zero-width controls. */
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Longest value quoted inside a sentence; longer ones are clipped so that a hostile log cannot fill the page. */
const MAX_VALUE = 80;

/** A value out of a log, fit to stand in a sentence. */
export function named(value: string): string {
  const clean = value.replace(UNPRINTABLE, "·");
  return clean.length > MAX_VALUE ? `${clean.slice(0, MAX_VALUE - 1)}…` : clean;
}

/** `1,650` */
export function count(n: number): string {
  return Math.round(n)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** `1 request`, `12 requests` */
export function counted(n: number, one: string, many: string): string {
  return `${count(n)} ${Math.round(n) === 1 ? one : many}`;
}

/** A ratio as `23 %`; below one per cent with one decimal, so that a small share is not shown as none. */
export function percent(ratio: number): string {
  const value = ratio * 100;
  if (value > 0 && value < 0.1) return "< 0.1 %";
  return value < 1 || (value > 99 && value < 100)
    ? `${(Math.floor(value * 10) / 10).toString()} %`
    : `${Math.round(value).toString()} %`;
}

/** Milliseconds as `0 ms`, `45 ms`, `3.1 s`, `2 min`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms).toString()} ms`;
  if (ms < 120_000) return `${(Math.round(ms / 100) / 10).toString()} s`;
  return `${Math.round(ms / 60_000).toString()} min`;
}

/** Seconds from one moment to another as `40 s` or `5 min`. */
export function span(seconds: number): string {
  return seconds < 120 ? `${Math.round(seconds).toString()} s` : `${Math.round(seconds / 60).toString()} min`;
}

/** `a`, `a and b`, `a, b and 3 more` */
export function listed(values: readonly string[], shown = 2): string {
  const names = values.slice(0, shown).map(named);
  const rest = values.length - names.length;
  if (rest > 0) return `${names.join(", ")} and ${rest.toString()} more`;
  const last = names.pop();
  if (last === undefined) return "nothing";
  return names.length === 0 ? last : `${names.join(", ")} and ${last}`;
}

/** `×3.4` */
export function times(factor: number): string {
  return `×${factor >= 10 ? Math.round(factor).toString() : (Math.round(factor * 10) / 10).toString()}`;
}

/** Names stay as they are logged: an operator looks for `be_app/app01`, not for Be_app. */
export function capital(text: string): string {
  if (!/^[A-Za-z]+(?= )/.test(text)) return text;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
