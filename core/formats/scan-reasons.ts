/** `ScanLine` found a line of the format. */
export const SCAN_OK = 0;
/** `ScanLine` found an empty line: skipped, not rejected. */
export const SCAN_BLANK = 1;
/** `ScanLine` found a line for `AccessReader.messages`: an error-log line among access lines. */
export const SCAN_MESSAGE = 2;
/** `ScanLine` found a comment or a header: skipped, not rejected. */
export const SCAN_COMMENT = 3;

/** Reasons by code, with which every format's own list begins. */
export const SCAN_REASONS: readonly string[] = ["", "empty line", "a line of an error log", "comment or header"];
