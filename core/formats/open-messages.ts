import { buildMessageEvent } from "./build-message-event";
import type { MessageReader, OpenOptions, Problem } from "./line-reader";
import { signatureMatcher, type SignatureRule } from "./match-signature";
import { readAppLine, withoutColours, type AppLine } from "./read-app-line";
import { createTextClock } from "./text-clock";

/** How a program's log is read: its own way to begin a line, and the messages that bear on gateway errors. */
export interface MessageLayout {
  /** The program, as it stands in a sentence. */
  product: string;
  rules: readonly SignatureRule[];
  /**
   * Beginnings of the program's own lines, with the groups `time`, `level`, `pid` and `message`, each of which may be missing. A line
   * that has one is an event whatever it says; others only where their message is known.
   */
  heads?: readonly RegExp[];
  /** The program says much that is nobody's concern here: an unknown message is skipped whatever its line begins with. */
  quiet?: boolean;
  /** What to do about lines without a time, where there is more to say than that something should write one. */
  noTime?: string;
  /** Where an address stands in a message: group 1. A path is a socket's. */
  upstream?: RegExp;
  /** Where a request stands in a message: groups `method`, `path` and `host`. */
  request?: RegExp;
}

/** Lines that go on with what the line before began: stack traces. */
const CONTINUED = /^(?:\s|at |Caused by: |Traceback |Suppressed: |\.\.\. \d|During handling of )/;
/** Messages are cut here before a pattern with a `.*` sees them. */
const READ_LENGTH = 8192;

/**
 * A reader for the log of a program that writes among others, or whose lines have no time: one in front of the message, the wrapper's,
 * or none, which is a reason to reject a line that would have said something.
 */
export function openMessages(format: string, layout: MessageLayout, options: OpenOptions): MessageReader | Problem {
  const clock = createTextClock(options);
  if ("problem" in clock) return clock;
  const { product, rules, heads = [] } = layout;
  const match = signatureMatcher(rules);
  const noTime = `has no time: have what collects the log of ${product} write one in front of each line`;
  return {
    role: "app-error",
    format,
    signatures: rules,
    peel: null,
    event: (whole, carriedMs = null) => {
      const raw = withoutColours(whole.slice(0, 65_536)).trimEnd();
      if (raw.trim() === "") return { skipped: "empty line" };
      const own = headOf(raw, heads);
      const line = own ?? readAppLine(raw);
      const message = line.message.slice(0, READ_LENGTH);
      const known = match(message, null);
      if (!known && (!own || layout.quiet)) {
        if (!own && CONTINUED.test(raw)) return { skipped: "goes on with the line before" };
        if (line.time !== null || carriedMs !== null)
          return { skipped: "says nothing about a failed request or program" };
        return { rejected: `no line of ${product} that says anything about a failed request` };
      }
      const atMs = line.time === null ? carriedMs : clock(line.time);
      if (atMs === null) return { rejected: layout.noTime ?? noTime };
      if (Number.isNaN(atMs)) return { rejected: `“${(line.time ?? "").slice(0, 40)}” is no time` };
      const request = layout.request?.exec(message)?.groups ?? {};
      return buildMessageEvent(known, {
        ...{ format, atMs, message },
        level: line.level,
        method: request["method"] ?? null,
        path: request["path"] ?? null,
        host: request["host"] ?? null,
        upstreamAddr: upstreamIn(message, layout.upstream),
        pid: line.pid,
      });
    },
  };
}

function headOf(line: string, heads: readonly RegExp[]): AppLine | null {
  for (const head of heads) {
    const { groups } = head.exec(line.slice(0, READ_LENGTH)) ?? {};
    if (!groups) continue;
    const { time, level, pid, message = "" } = groups;
    return {
      time: time ?? null,
      level: level?.toLowerCase() ?? null,
      pid: pid === undefined ? null : Number(pid),
      message,
    };
  }
  return null;
}

function upstreamIn(message: string, pattern: RegExp | undefined): string | null {
  const address = pattern
    ?.exec(message)
    ?.slice(1)
    .find((each) => each !== undefined);
  if (address === undefined) return null;
  return address.startsWith("/") ? `unix:${address}` : address;
}
