const MAGIC: [bytes: number[], what: string, advice: string][] = [
  [[0x1f, 0x8b], "gzip data inside a compressed file", "Decompress it once and give the result."],
  [[0x50, 0x4b, 0x03, 0x04], "a ZIP archive inside a compressed file", "Unpack it and give the log files in it."],
  [[0x28, 0xb5, 0x2f, 0xfd], "zstd data inside a compressed file", "Decompress it once and give the result."],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], "xz data inside a compressed file", "Decompress it once and give the result."],
  [[0x42, 0x5a, 0x68], "bzip2 data inside a compressed file", "Decompress it once and give the result."],
  [[0x25, 0x50, 0x44, 0x46], "a PDF", "Give the log file itself."],
  [[0x89, 0x50, 0x4e, 0x47], "a picture", "Give the log file itself, not a screenshot of it."],
  [[0xff, 0xd8, 0xff], "a picture", "Give the log file itself, not a screenshot of it."],
  [
    [0x4c, 0x50, 0x4b, 0x53, 0x48, 0x48, 0x52, 0x48],
    "a systemd journal",
    "Export it as text: journalctl -u nginx -o cat > nginx.log",
  ],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], "an SQLite database", "Give the log file itself."],
  [[0x7f, 0x45, 0x4c, 0x46], "a program", "Give the log file itself."],
];

/** Share of control bytes from which a file is taken for binary: logs of TLS bytes sent to a plain port stay far below. */
const BINARY_SHARE = 0.1;

/** Why these bytes cannot be lines of text, and what to do; null when they can. The file is not empty. */
export function unreadableFile(head: Uint8Array): string | null {
  const magic = MAGIC.find(([bytes]) => bytes.every((byte, i) => head[i] === byte));
  if (magic) return `The file is ${magic[1]}. ${magic[2]}`;
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
    return "The file is UTF-16 text. Convert it: iconv -f UTF-16 -t UTF-8 in.log > out.log";
  }
  if (
    head.length > 262 &&
    head[257] === 0x75 &&
    head[258] === 0x73 &&
    head[259] === 0x74 &&
    head[260] === 0x61 &&
    head[261] === 0x72
  ) {
    return "The file is a tar archive inside a compressed file. Unpack it and give the log files in it.";
  }
  const sample = head.subarray(0, 65_536);
  let control = 0;
  for (const byte of sample) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27) || byte === 127) control++;
  if (control > sample.length * BINARY_SHARE)
    return "The file is binary, not text. Give the log as the proxy wrote it, plain or compressed.";
  if (head.length >= 1 << 20 && !head.includes(10)) {
    return "The file has no line break in its first MiB. A log has one event a line, or is JSON: an array of objects, or objects behind one another.";
  }
  return null;
}

/** Why this text is no log, where it plainly is something else; null otherwise. */
export function notALog(text: string): string | null {
  if (/^\s*<(?:!doctype html|html|head|body)/i.test(text)) {
    return "The file is an HTML page, not a log: perhaps a login or error page was saved in place of the download. Fetch the log again.";
  }
  if (/^\s*<(?:\?xml|svg)/i.test(text))
    return "The file is an XML document, not a log. Give the log as the proxy wrote it.";
  return WITHOUT_TIMES.find(([line]) => mostlyLike(text, line))?.[1] ?? null;
}

/** Logs whose lines say when they were written only to somebody who stood by. */
const WITHOUT_TIMES: [line: RegExp, advice: string][] = [
  [
    /^(?:kern {2}:\w+ *: )?\[ *\d+\.\d{6}\] /,
    "This is the kernel's log with seconds since the start in place of times. Give dmesg -T, or journalctl -k -o short-iso.",
  ],
  [
    /^(?:NAMESPACE +)?LAST ?SEEN +TYPE +REASON|^(?:[\w.-]+ +)?(?:\d+[smhdy])+(?: \(x\d+ over \w+\))? +(?:Normal|Warning) +[A-Z]\w+ /,
    "This is kubectl's table of events, which has ages in place of times. Give them as JSON: kubectl get events -A -o json > events.json",
  ],
  [
    /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \/\S* \d{3} (?:[\d.]+ ms - (?:\d+|-)|(?:\d+|-) - [\d.]+ ms)$/,
    "These are lines of morgan's “dev” or “tiny”, which have no time. Log with morgan('combined'), or have what collects them write a time in front.",
  ],
  [
    /^(?:INFO|WARNING|ERROR): {2,6}\S+ - "[A-Z]+ \S+ HTTP\/[\d.]+" \d{3}/,
    "These are uvicorn's access lines, which have no time. Start it with a --log-config whose formatters have %(asctime)s.",
  ],
];

/** Do most of the first lines look so? */
function mostlyLike(text: string, pattern: RegExp): boolean {
  const lines = text
    .slice(0, 20_000)
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(0, 50);
  return lines.filter((line) => pattern.test(line.trimEnd().slice(0, 500))).length > lines.length * 0.6;
}
