import type { FieldName } from "@/core/events/field";
import type { DialectId } from "./format-definition";
import type { Escape, FormatChoice } from "./line-reader";

/** A format string found in a config of the same system, or given by the operator. */
export interface KnownTemplate {
  name: string;
  template: string;
  escape: Escape;
  /** Whose language it is written in; left out where nobody said: every one is tried. */
  dialect?: DialectId;
}

/** A format that reads some of the file's first lines. */
export interface Candidate {
  choice: FormatChoice;
  title: string;
  /** Of the sampled lines, how many it reads, 0…1. */
  share: number;
}

/** What a file is, found from its first bytes; its name is a hint only. */
export interface Detection {
  role: "access" | "error" | "app-error" | "config" | "markers" | "unknown";
  /** How to open it; null for configs, markers and unknown files. */
  choice: FormatChoice | null;
  /** For a person: "nginx, format upstreamlog of nginx.conf". */
  title: string;
  /** Of the sampled lines, how many the format reads, 0…1. */
  share: number;
  /** Fields an access format carries; [] otherwise. */
  fields: FieldName[];
  /** Offset written in the times, `+02:00`; null where they carry none. */
  zone: string | null;
  tierHint: "edge" | "origin" | null;
  /** Other formats that read at least a tenth of the lines, best first. */
  candidates: Candidate[];
  /** Why the file cannot be read, and what to do; null when it can. */
  problem: string | null;
  /** Something worth saying about a file that can be read; null mostly. */
  note: string | null;
}
