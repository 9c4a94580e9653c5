import type { AccessEvent } from "@/core/events/access-event";
import type { ErrorEvent } from "@/core/events/error-event";
import type { FormatChoice, LineReader, OpenOptions, Problem } from "./line-reader";

/** A line as a vendor's product writes it, and some of what it must give. */
export interface FormatSample {
  line: string;
  event: Partial<AccessEvent> | Partial<ErrorEvent>;
}

/** One log format. Adding one costs a file that exports such an object and a line in `format-registry.ts`. */
export interface FormatDefinition {
  /** Slug, the same as the file's name. */
  id: string;
  /** For a person: "nginx combined". */
  title: string;
  role: "access" | "error" | "app-error";
  kind: "template" | "json" | "message";
  /** The vendor's page. */
  docs: string;
  /** The `log_format` string; null where each file brings its own, or the format is no template. */
  template: string | null;
  /** Among formats that read a file equally well the highest wins: a superset must be below its special case. */
  precedence: number;
  samples: FormatSample[];
  /** What a 502 leaves behind in it, and what it cannot show. Short phrases. */
  canTell: string[];
  cannotTell: string[];
  /** What to switch on to see more, a directive or a sentence. */
  improve: string;
  open: (choice: FormatChoice, options: OpenOptions) => LineReader | Problem;
}
