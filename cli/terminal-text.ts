/**
 * Text of a log line or a report made safe for a terminal: control characters, escape sequences and characters that change the
 * direction of writing show as U+00B7 instead of doing what they do.
 */
export function safeText(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
    "·",
  );
}

/** Text in lines of at most `width` characters, broken at spaces; a longer word stands alone. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of safeText(text).split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  if (line !== "") lines.push(line);
  return lines;
}

/** At most `width` characters, the last an ellipsis where something was cut. */
export function shortened(text: string, width: number): string {
  const safe = safeText(text);
  return safe.length <= width ? safe : `${safe.slice(0, Math.max(0, width - 1))}…`;
}

/** Columns as wide as their widest value; the last takes the rest of `columns` and is cut there. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], columns: number): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? "").length)));
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + 2, 0);
  const rest = Math.max(20, columns - before);
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        column === head.length - 1 ? shortened(cell, rest) : safeText(cell).padEnd(widths[column]! + 2),
      )
      .join("");
  return `${[head, ...rows]
    .map(line)
    .map((each) => each.trimEnd())
    .join("\n")}\n`;
}

const BARS = "▁▂▃▄▅▆▇█";

/** Heights of the values, one character each; a blank for 0. */
export function sparkline(values: readonly number[]): string {
  const peak = Math.max(...values, 0);
  return values
    .map((value) => (value <= 0 ? " " : BARS[Math.min(BARS.length - 1, Math.floor((value / peak) * BARS.length))]))
    .join("");
}
