import { buildMessageEvent } from "@/core/formats/build-message-event";
import type { ErrorEvent } from "@/core/events/error-event";
import type { MessageReader, OpenOptions, Problem, Rejected, Skipped } from "@/core/formats/line-reader";
import { signatureMatcher, type SignatureRule } from "@/core/formats/match-signature";
import { readJsonObject, type JsonObject } from "@/core/formats/read-json";
import { createTextClock } from "@/core/formats/text-clock";

/** What an object of a cloud's log says, before its message is understood. */
export interface CloudMessage {
  time: string | null;
  level: string | null;
  message: string;
  about?: Partial<Pick<ErrorEvent, "clientIp" | "method" | "path" | "host" | "upstreamAddr" | "server">>;
}

/** How a cloud's objects are read; `read` says why it takes none of an object. */
export interface CloudEvents {
  format: string;
  signatures: readonly SignatureRule[];
  /** What to say of a line that is no object at all. */
  otherwise: string;
  read: (object: JsonObject) => CloudMessage | Rejected | Skipped;
}

/** A reader for messages that come as one JSON object a line. */
export function openCloudEvents(
  { format, signatures, otherwise, read }: CloudEvents,
  options: OpenOptions,
): MessageReader | Problem {
  const clock = createTextClock(options);
  if ("problem" in clock) return clock;
  const match = signatureMatcher(signatures);
  return {
    role: "error",
    format,
    signatures,
    peel: null,
    event: (raw, carriedMs = null) => {
      if (raw.trim() === "") return { skipped: "empty line" };
      const object = readJsonObject(raw.trim().replace(/,$/, ""));
      const found = object ? read(object) : { rejected: otherwise };
      if (!("message" in found)) return found;
      const atMs = found.time === null ? carriedMs : clock(found.time);
      if (atMs === null) return { rejected: "the line has no time, nor did a collector write one" };
      if (Number.isNaN(atMs)) return { rejected: `“${found.time?.slice(0, 40) ?? ""}” is no time` };
      const known = match(found.message, null);
      return buildMessageEvent(known, {
        format,
        atMs,
        level: found.level?.toLowerCase() ?? null,
        message: found.message,
        ...found.about,
      });
    },
  };
}
