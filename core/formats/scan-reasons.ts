/** `ScanLine` found a line of the format. */
export const SCAN_OK = 0;
/** `ScanLine` found an empty line: skipped, not rejected. */
export const SCAN_BLANK = 1;
/** `ScanLine` found a comment or a header: skipped, not rejected. */
export const SCAN_COMMENT = 2;

/** Reasons by code, with which every format's own list begins. A line that is refused may be one for `AccessReader.messages`. */
export const SCAN_REASONS: readonly string[] = ["", "empty line", "comment or header"];
