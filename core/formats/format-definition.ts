import type { AccessEvent } from "@/core/events/access-event";
import type { ErrorEvent, Signature } from "@/core/events/error-event";
import type { FormatChoice, LineReader, OpenOptions, Problem } from "./line-reader";

/** A line as a vendor's product writes it, and some of what it must give. */
export interface FormatSample {
  line: string;
  /** Header lines before it, and other choices a line of this format needs to be read by. */
  choice?: Partial<FormatChoice>;
  event: Partial<AccessEvent> | Partial<ErrorEvent>;
}

/** Products whose format strings operators write themselves. */
export type DialectId = "nginx" | "apache" | "haproxy" | "envoy" | "w3c" | "squid";

/** One log format. Adding one costs a file that exports such an object and a line in `format-registry.ts`. */
export interface FormatDefinition {
  /** Slug, the same as the file's name. Format files lie in a folder per family. */
  id: string;
  /** For a person: "nginx combined". */
  title: string;
  /** Whose lines these are, as its maker spells it; formats of one product stand together. */
  product: string;
  role: "access" | "error" | "app-error";
  kind: "template" | "json" | "message";
  /** The vendor's page. */
  docs: string;
  /** The format string; null where each file brings its own, or the format is no template. */
  template: string | null;
  /** For a format whose files bring their own string: whose language the string is written in. */
  dialect?: DialectId;
  /**
   * A pattern that some lines of every file of this format fit; lines of the same file may differ. Detection opens the format only
   * where one does. Left out: it is always tried.
   */
  looksLike?: RegExp;
  /** Written by a CDN: the edge wherever logs of a proxy are given as well. */
  isCdn?: boolean;
  /**
   * For a format whose files bring their own string: works it out from some lines of a file, its first ones among them. Null where they
   * do not tell; the format is then tried without one.
   */
  templateIn?: (lines: readonly string[]) => string | null;
  /** Its lines stand sparsely among any others, which it skips: the file's format only where no other reads the file. */
  sparse?: boolean;
  /** Ids of formats whose lines the same product writes into the same file; they are read there without being asked for. */
  companions?: readonly string[];
  /** Among formats that read a file equally well the highest wins: a superset must be below its special case. */
  precedence: number;
  samples: FormatSample[];
  /** What the ids mean that it gives to messages and to reasons in access lines; left out where it gives none. */
  signatures?: readonly Signature[];
  /** What a 502 leaves behind in it, and what it cannot show. Short phrases. */
  canTell: string[];
  cannotTell: string[];
  /** What to switch on to see more, a directive or a sentence. */
  improve: string;
  open: (choice: FormatChoice, options: OpenOptions) => LineReader | Problem;
}
