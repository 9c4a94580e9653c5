import type { Compression } from "@/core/contract/compression";

/** Why a decoder stopped. `cut-off`: the file ends too early; `damaged`: its bytes are wrong; `unsupported`: intact, but beyond our means. */
export type DecodeFault = "cut-off" | "damaged" | "unsupported";

/** Thrown by a decoder after it has handed out everything before the fault. */
export class DecodeProblem extends Error {
  readonly fault: DecodeFault;

  constructor(fault: DecodeFault, detail: string) {
    super(detail);
    this.fault = fault;
  }
}

/** An error that ended reading, as sentences for the person who gave the file; `unpacked` = some of it was read before. */
export function breakSentence(error: unknown, compression: Compression | null, unpacked: boolean): string {
  const before = unpacked ? "Everything before the break was read" : "Nothing could be read";
  const fault = compression === null ? null : faultOf(error);
  if (fault === "cut-off") {
    return `The ${compression} file breaks off before its end (a copy that was cut short?). ${before}; copy it again for the rest.`;
  }
  if (fault === "damaged") {
    return `The ${compression} file is damaged. ${before}; copy it again, or check it with ${compression} -t.`;
  }
  const detail = error instanceof Error ? error.message : String(error);
  if (fault === "unsupported") return `${detail} ${before}.`;
  return `The file could not be read any further: ${detail}. ${before}.`;
}

function faultOf(error: unknown): DecodeFault | null {
  if (error instanceof DecodeProblem) return error.fault;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "Z_BUF_ERROR") return "cut-off";
  return code.startsWith("Z_") ? "damaged" : null;
}
